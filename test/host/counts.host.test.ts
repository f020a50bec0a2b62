import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { driven, opened, variable } from './driven.ts';
import { hostSuite, until, type HostTest } from './runner.ts';

const cap = 200;
/** Rows above and below the capped level: the source, its experiments, “Load more…”. */
const around = 4;
const settleMs = 1_500;
const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until what is counted was the same for a while. */
async function settledCount(read: () => number): Promise<number> {
  for (let before = -1; before !== read(); ) {
    before = read();
    await rest(settleMs);
  }
  return read();
}

/** Rows that the editor asked for, once it asks for no more. */
const settled = (counts: { readonly items: number }): Promise<number> => settledCount(() => counts.items);

const newRun = `
import sys, time
from mlflow.tracking import MlflowClient
client = MlflowClient("sqlite:///" + sys.argv[1])
run = client.create_run(client.get_experiment_by_name("bench").experiment_id, run_name="the new one")
client.log_metric(run.info.run_id, "metric_0", 0.5)
client.set_terminated(run.info.run_id)
print(run.info.run_id)
`;

const tests: HostTest[] = [
  {
    name: 'the first show of 1,000 runs asks for no more rows than the cap',
    body: async () => {
      const { shell } = await driven();
      const tree = await opened('mlops.experiments');
      await until('the level is filled', () => [...tree.nodes()].length > cap || undefined);
      const asked = await settled(shell['mlops.experiments'].counts);
      assert.equal([...tree.nodes()].filter(({ data }) => data.kind === 'run').length, cap);
      assert.ok(asked <= cap + around, `${asked} calls of getTreeItem`);
      console.log(`getTreeItem on first show: ${asked}`);
    },
  },
  {
    name: 'a refresh without news draws no row',
    body: async () => {
      const { shell, product } = await driven();
      const { workbench, trees } = await product();
      const before = await settled(shell['mlops.experiments'].counts);
      await workbench.refresh.now();
      await trees['mlops.experiments'].flush();
      assert.equal(await settled(shell['mlops.experiments'].counts), before);
    },
  },
  {
    name: 'a new run among 1,000 is one change told to the tree: its own level, with the cap kept',
    body: async () => {
      const { shell, product } = await driven();
      const { workbench, trees } = await product();
      const tree = trees['mlops.experiments'];
      const fired: string[] = [];
      const upserted: string[] = [];
      const listeners = [
        tree.onDidChange((node) => fired.push(node?.row.id ?? 'everything')),
        workbench.runs.onDidChange((change) => upserted.push(...change.upserted.map((run) => run.id))),
      ];
      const before = await settled(shell['mlops.experiments'].counts);
      const { stdout } = await promisify(execFile)(variable('MLOPS_PYTHON'), ['-c', newRun, variable('MLOPS_STORE')], { env: process.env });
      const id = `mlflow:${stdout.trim().split('\n').at(-1) ?? ''}`;
      await workbench.refresh.now();
      await until('the new row', () => tree.find(`run ${id}`));
      const asked = (await settled(shell['mlops.experiments'].counts)) - before;
      for (const listener of listeners) listener.dispose();
      // The process writes the run in several steps, and the store is watched: each step seen is one change of that one row.
      assert.deepEqual([...new Set(upserted)], [id]);
      assert.deepEqual([...new Set(fired.filter((one) => !one.startsWith('run ')))].length, 1, fired.join(', '));
      assert.ok(fired.every((one) => one.startsWith('experiment ') || one === `run ${id}`), fired.join(', '));
      assert.ok(asked <= (cap + around) * fired.length, `${asked} calls of getTreeItem for ${fired.length} events`);
    },
  },
  {
    name: 'a refresh sends each open panel at most two messages',
    body: async () => {
      const { product } = await driven();
      const { workbench, panels } = await product();
      const { runs } = await workbench.runs.list({ limit: 3 }, AbortSignal.timeout(60_000));
      await panels.openCompare(runs.map((run) => run.id));
      await vscode.commands.executeCommand('mlops.runs.openTable');
      const opened = await until('both panels', () => (panels.opened().length === 2 ? panels.opened() : undefined));
      const posted = (): number => opened.reduce((sum, one) => sum + one.posted, 0);
      await settledCount(posted);
      for (let round = 0; round < 3; round += 1) {
        const before = opened.map((one) => one.posted);
        await workbench.refresh.now();
        await settledCount(posted);
        const sent = opened.map((one, index) => one.posted - (before[index] ?? 0));
        assert.ok(sent.every((count) => count <= 2), `messages: ${sent.join(' and ')}`);
      }
    },
  },
  {
    name: 'after 100 refreshes the heap is where it was, within 5 %',
    limitMs: 420_000,
    body: async () => {
      setFlagsFromString('--expose-gc');
      const collect = runInNewContext('gc') as () => void;
      const { product } = await driven();
      const { workbench, trees } = await product();
      const heap = async (): Promise<number> => {
        for (let round = 0; round < 4; round += 1) {
          collect();
          await rest(50);
        }
        return process.memoryUsage().heapUsed;
      };
      const refresh = async (times: number): Promise<void> => {
        for (let round = 0; round < times; round += 1) {
          workbench.catalog.current.forEach(({ connection }) => connection.invalidate());
          await workbench.refresh.now();
          await trees['mlops.experiments'].flush();
        }
      };
      // What the start left behind (code that is not run again) goes over several collections: counted from where that has ended.
      let before = Infinity;
      for (let round = 0; round < 6; round += 1) {
        await refresh(10);
        const now = await heap();
        const fell = (before - now) / before;
        before = now;
        if (fell < 0.01) break;
      }
      await refresh(100);
      const after = await heap();
      const change = ((after - before) / before) * 100;
      console.log(`heap: ${(before / 2 ** 20).toFixed(1)} MiB, then ${(after / 2 ** 20).toFixed(1)} MiB (${change.toFixed(1)} %)`);
      assert.ok(Math.abs(change) <= 5, `${change.toFixed(1)} %`);
    },
  },
];

export const run = hostSuite('counts', tests);
