import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Run } from '../../src/core/model/run.ts';
import { tools } from '../support/tools.ts';
import { openWorkbench } from './bench.ts';
import { benchEnv, importExperiments, makeDvcBenchRepository } from './dvcFixture.ts';
import { atLeast, below, told, type Line } from './line.ts';
import { blockMs, elapsedMs, median, timed } from './measure.ts';

const signal = new AbortController().signal;

export interface Sizes {
  readonly experiments: number;
  readonly rounds: number;
}

/** The first list of many experiments, by our command and by DVC's, each from its start to its exit. */
export async function firstList(scratch: string, program: string, { experiments, rounds }: Sizes): Promise<Line[]> {
  const folder = path.join(scratch, 'dvc');
  await makeDvcBenchRepository(folder, experiments);
  const site = path.join(scratch, 'dvc-site');
  const own = path.join(scratch, 'own');
  const theirEnv = { ...benchEnv, DVC_SITE_CACHE_DIR: site, HOME: path.join(scratch, 'home') };
  const ourEnv = { ...benchEnv, HOME: own, XDG_CACHE_HOME: path.join(own, 'cache'), XDG_STATE_HOME: path.join(own, 'state'), XDG_CONFIG_HOME: path.join(own, 'config') };
  for (const place of [own, theirEnv.HOME]) mkdirSync(place, { recursive: true });
  const ours = async () => {
    // Compiled code stays for both (Python keeps its own beside its sources); what was read goes.
    const cache = path.join(own, 'cache', 'mlops');
    for (const name of readable(cache)) if (name !== 'compiled') rmSync(path.join(cache, name), { recursive: true, force: true });
    const { elapsedMs: took, stdout } = await timed([tools.node, program, 'runs', '--source', 'dvc', '--json'], folder, ourEnv);
    checkOurs(JSON.parse(stdout.toString()) as { data: { runs: Run[] } }, experiments);
    return took;
  };
  const theirs = async (isCold: boolean) => {
    if (isCold) {
      // The records of `exp show` by commit, and the site-wide index.
      rmSync(path.join(folder, '.dvc', 'tmp', 'exps', 'cache'), { recursive: true, force: true });
      rmSync(site, { recursive: true, force: true });
    }
    const { elapsedMs: took, stdout } = await timed([tools.dvc, 'exp', 'show', '--json'], folder, theirEnv);
    const count = stdout.toString().match(/"bench-\d{5}"/g)?.length ?? 0;
    if (count < experiments) throw new Error(`dvc exp show gave ${count} of ${experiments} experiments`);
    return took;
  };
  await ours();
  const [ourTimes, coldTimes, warmTimes]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    ourTimes.push(await ours());
    coldTimes.push(await theirs(true));
    warmTimes.push(await theirs(false));
  }
  const name = `first list of ${experiments} DVC experiments`;
  return [
    atLeast(`${name}: dvc exp show, cold`, median(ourTimes), median(coldTimes), 30),
    atLeast(`${name}: dvc exp show, warm`, median(ourTimes), median(warmTimes), 1),
  ];
}

/** One experiment more: what a refresh changes and costs, and how the host fares. Our own process, our own services. */
export async function refreshAfterOne(scratch: string, { experiments, rounds }: Sizes): Promise<Line[]> {
  const folder = path.join(scratch, 'dvc');
  await makeDvcBenchRepository(folder, experiments);
  const opened = openWorkbench(folder, path.join(scratch, 'homes'));
  const { bench } = opened;
  try {
    const firstBlocks: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const fresh = openWorkbench(folder, path.join(scratch, 'homes'));
      firstBlocks.push(await blockMs(async () => void (await fresh.bench.runs.list({ sources: ['dvc'] }, signal))));
      fresh.close();
    }
    const { runs } = await bench.runs.list({ sources: ['dvc'] }, signal);
    const times: number[] = [];
    const blocks: number[] = [];
    let changedRows = 0;
    let added = runs.length;
    for (let round = 0; round < rounds; round += 1) {
      const [sha] = await importExperiments(folder, added, 1);
      added += 1;
      const changes: string[] = [];
      const listener = bench.runs.onDidChange(({ upserted, removed }) => changes.push(...upserted.map(({ id }) => id), ...removed));
      blocks.push(await blockMs(async () => void times.push(await elapsedMs(() => bench.refresh.now('dvc')))));
      listener.dispose();
      if (changes.join() !== `dvc:${sha}`) throw new Error(`one new experiment changed ${changes.length} rows: ${changes.slice(0, 3).join()}`);
      changedRows = Math.max(changedRows, changes.length);
    }
    return [
      below(`refresh after 1 new of ${experiments}: ${changedRows} row changed`, median(times), 100, 'ms'),
      below(`longest block, first list of ${experiments} experiments`, median(firstBlocks), 50, 'ms'),
      below('longest block, refreshes', median(blocks), 50, 'ms'),
      ...(await heap(bench)),
    ];
  } finally {
    opened.close();
  }
}

/** What 100 refreshes that change nothing leave behind. */
async function heap(bench: ReturnType<typeof openWorkbench>['bench']): Promise<Line[]> {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (!collect) return [told('heap after 100 refreshes', 'not measured: Node runs without --expose-gc')];
  const used = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  for (let warm = 0; warm < 10; warm += 1) await bench.refresh.now('dvc');
  const before = used();
  for (let round = 0; round < 100; round += 1) await bench.refresh.now('dvc');
  const after = used();
  const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return [below('heap growth over 100 refreshes', (100 * (after - before)) / before, 5, '%', { ours: megabytes(after), theirs: megabytes(before) })];
}

function checkOurs({ data }: { data: { runs: Run[] } }, experiments: number): void {
  const own = data.runs.filter(({ name }) => name?.startsWith('bench-'));
  if (own.length < experiments) throw new Error(`${own.length} of ${experiments} experiments`);
  for (const run of own) {
    const isComplete = Object.keys(run.params).length >= 33 && Object.keys(run.metrics).length >= 23 && run.datasets.length > 0 && run.status === 'finished';
    if (!isComplete) throw new Error(`${run.id} is not complete: ${Object.keys(run.params).length} params, ${Object.keys(run.metrics).length} metrics, ${run.datasets.length} datasets`);
  }
}

function readable(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // Not made yet: nothing to clear.
  }
}
