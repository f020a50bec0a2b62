import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Workbench } from '../../src/services/workbench.ts';
import { openWorkbench } from './bench.ts';
import { atLeast, below, time, type Line } from './line.ts';
import { blockMs, elapsedMs, median } from './measure.ts';
import { makeMlflowBenchStore } from './mlflowFixture.ts';

const signal = new AbortController().signal;
const local = 'mlflow:mlflow.db';

/** The same store read directly and through MLflow's own server, by the same services, in one run. */
export async function mlflowLines(scratch: string, sizes: { readonly runs: number; readonly rounds: number }): Promise<Line[]> {
  const { runs, rounds } = sizes;
  const folder = path.join(scratch, 'mlflow');
  const experiment = await makeMlflowBenchStore(path.join(folder, 'mlflow.db'), runs);
  const homes = path.join(scratch, 'homes');
  const keeper = openWorkbench(folder, homes);
  try {
    let uri = '';
    for await (const event of keeper.bench.actions.perform('startServer', `mlflow:source/${local}`, {}, signal)) if (event.kind === 'done') uri = event.reveal ?? '';
    const far = path.join(scratch, 'far');
    mkdirSync(path.join(far, '.mlops'), { recursive: true });
    writeFileSync(path.join(far, '.mlops', 'sources.yaml'), `sources:\n  - {id: far, provider: mlflow, uri: "${uri}"}\n`);

    const fresh = async <T>(where: string, work: (bench: Workbench) => Promise<T>): Promise<T> => {
      const opened = openWorkbench(where, homes);
      try {
        return await work(opened.bench);
      } finally {
        opened.close();
      }
    };
    const all = (source: string) => async (bench: Workbench) => {
      const { runs: found } = await bench.runs.list({ sources: [source] }, signal);
      if (found.length !== runs) throw new Error(`${source}: ${found.length} of ${runs} runs`);
    };
    await fresh(folder, all(local));
    await settled(uri, experiment);
    const [direct, blocks, first, page]: [number[], number[], number[], number[]] = [[], [], [], []];
    for (let round = 0; round < rounds; round += 1) {
      direct.push(await elapsedMs(() => fresh(folder, all(local))));
      blocks.push(await blockMs(() => fresh(folder, all(local))));
      page.push(await elapsedMs(() => barePage(uri, experiment)));
      first.push(await fresh(far, firstRows));
    }
    let restMs = 0;
    const restBlock = await blockMs(async () => void (restMs = await elapsedMs(() => fresh(far, all('far')))));
    const ratio = median(first) / median(page);
    return [
      atLeast(`${runs} MLflow runs: SQLite vs REST`, median(direct), restMs, 25),
      below(`first rows of ${runs} remote runs vs one page of 100`, ratio, 2, 'x', { ours: time(median(first)), theirs: time(median(page)) }),
      below(`longest block, ${runs} runs from SQLite`, median(blocks), 50, 'ms'),
      below(`longest block, ${runs} runs by REST`, restBlock, 50, 'ms'),
    ];
  } finally {
    for await (const event of keeper.bench.actions.perform('stopServer', `mlflow:source/${local}`, {}, signal)) void event;
    keeper.close();
  }
}

/** From nothing known to the first rows in hand, as the table of runs asks for them. */
async function firstRows(bench: Workbench): Promise<number> {
  const startedMs = performance.now();
  const control = new AbortController();
  for await (const batch of bench.runs.stream({ sources: ['far'] }, control.signal)) {
    if (batch.runs.length === 0) throw new Error(batch.problems.map(({ message }) => message).join() || 'no rows');
    const took = performance.now() - startedMs;
    control.abort();
    return took;
  }
  throw new Error('no rows');
}

/** A server that has just started still loads its own helpers; what is measured then is not its answers. */
async function settled(uri: string, experiment: string): Promise<void> {
  let best = Infinity;
  for (let calm = 0, asked = 0; calm < 3 && asked < 120; asked += 1) {
    const took = await elapsedMs(() => barePage(uri, experiment));
    calm = took < 1.2 * best ? calm + 1 : 0;
    best = Math.min(best, took);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function barePage(uri: string, experiment: string): Promise<void> {
  const body = JSON.stringify({ experiment_ids: [experiment], max_results: 100 });
  const answer = await fetch(`${uri}/api/2.0/mlflow/runs/search`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  const { runs } = (await answer.json()) as { runs: unknown[] };
  if (runs.length !== 100) throw new Error(`${runs.length} runs on a page of 100`);
}
