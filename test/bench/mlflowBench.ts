import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Connection } from '../../src/core/capability/connection.ts';
import { provider } from '../../src/providers/mlflow/index.ts';
import { testMachine } from '../conformance/mlflow/machine.ts';
import { makeMlflowBenchStore } from './mlflowFixture.ts';

const signal = new AbortController().signal;

export interface MlflowFigures {
  readonly runs: number;
  /** All runs as the trees get them, all pages; median of `rounds` for SQLite, one pass for REST. */
  readonly sqliteMs: number;
  readonly restMs: number;
  readonly ratio: number;
  /** Experiment opened to its first 100 rows, over the time of one bare 100-run page of the same server. */
  readonly restFirstRowsMs: number;
  readonly restBarePageMs: number;
  readonly longestBlockMs: number;
}

/** Both ways to the same store in one run: only the ratio means anything. Needs the real MLflow; takes about a minute. */
export async function measureMlflow(storePath: string, runs = 5000, rounds = 5): Promise<MlflowFigures> {
  const experiment = await makeMlflowBenchStore(storePath, runs);
  const scratch = mkdtempSync(path.join(tmpdir(), 'mlflow-bench-'));
  const machine = testMachine(scratch);
  const folder = path.dirname(storePath);
  const local = provider.connect(provider.configure!(folder, 'local', { uri: `sqlite:///${storePath}` }), machine);
  try {
    let uri = '';
    for await (const event of local.actions!.perform('startServer', 'mlflow:source/local', {}, signal)) if (event.kind === 'done') uri = event.reveal ?? '';
    const remote = provider.connect(provider.configure!(folder, 'remote', { uri }), machine);
    const block = longestBlock();
    await allRuns(local, runs);
    const sqlite = [];
    for (let round = 0; round < rounds; round++) sqlite.push(await elapsed(() => allRuns(local, runs)));
    const longestBlockMs = block.end();
    const restMs = await elapsed(() => allRuns(remote, runs));
    const bare = [];
    const first = [];
    for (let round = 0; round < rounds; round++) {
      bare.push(await elapsed(() => barePage(machine, uri, experiment)));
      first.push(await elapsed(() => {
        remote.invalidate();
        return remote.experiments!.runs({ experiment: `mlflow:experiment/remote/${experiment}` }, signal);
      }));
    }
    const sqliteMs = median(sqlite);
    return { runs, sqliteMs, restMs, ratio: restMs / sqliteMs, restFirstRowsMs: median(first), restBarePageMs: median(bare), longestBlockMs };
  } finally {
    for await (const event of local.actions!.perform('stopServer', 'mlflow:source/local', {}, signal)) void event;
    machine.dispose();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function allRuns(connection: Connection, expected: number): Promise<void> {
  let cursor: string | undefined;
  let count = 0;
  do {
    const page = await connection.experiments!.runs(cursor === undefined ? {} : { cursor }, signal);
    count += page.items.length;
    cursor = page.next;
  } while (cursor !== undefined);
  if (count !== expected) throw new Error(`${count} runs instead of ${expected}`);
}

async function barePage(machine: ReturnType<typeof testMachine>, uri: string, experiment: string): Promise<void> {
  const body = JSON.stringify({ experiment_ids: [experiment], max_results: 100 });
  const headers = { 'Content-Type': 'application/json' };
  const answer = await machine.http.request({ method: 'POST', url: `${uri}/api/2.0/mlflow/runs/search`, headers, body }, signal);
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
}

/** How long the event loop was busy at a stretch. */
function longestBlock(): { end(): number } {
  let longestMs = 0;
  let lastMs = performance.now();
  let isOn = true;
  const turn = () => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - lastMs);
    lastMs = nowMs;
    if (isOn) setImmediate(turn);
  };
  setImmediate(turn);
  return {
    end() {
      isOn = false;
      return longestMs;
    },
  };
}

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
