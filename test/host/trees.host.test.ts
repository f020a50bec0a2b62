import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Run } from '../../src/core/model/run.ts';
import type { NodeData, TreeNode } from '../../src/vscode/views/node.ts';
import type { RowTree } from '../../src/vscode/views/rowTree.ts';
import { driven, lines, opened, variable } from './driven.ts';
import { hostSuite, until, type HostTest } from './runner.ts';

interface Truth {
  readonly experiments: ReadonlyArray<{ readonly rev: string; readonly name: string | null; readonly metrics: Readonly<Record<string, number>> | null }>;
  readonly mlflow: {
    readonly runs: ReadonlyArray<{ readonly id: string; readonly name: string; readonly metrics: Readonly<Record<string, number>> }>;
    readonly models: ReadonlyArray<{ readonly name: string; readonly versions: ReadonlyArray<string | number> }>;
  };
  readonly gto: readonly string[];
  readonly datasets: readonly string[];
}

const truth = JSON.parse(readFileSync(variable('MLOPS_TRUTH'), 'utf8')) as Truth;

/** Opens every branch of the tree, to its leaves. */
async function opensAll(tree: RowTree): Promise<TreeNode[]> {
  for (let before = -1; ; ) {
    const nodes = [...tree.nodes()];
    if (nodes.length === before) return nodes;
    before = nodes.length;
    for (const node of nodes) if (node.row.children !== 'none' && node.children === undefined) await tree.children(node);
  }
}

function dataOf<K extends NodeData['kind']>(nodes: readonly TreeNode[], kind: K): Array<Extract<NodeData, { kind: K }>> {
  return nodes.map(({ data }) => data).filter((data): data is Extract<NodeData, { kind: K }> => data.kind === kind);
}

async function shownRuns(): Promise<{ readonly runs: readonly Run[]; readonly ids: ReadonlySet<string> }> {
  const runs = dataOf(await opensAll(await opened('mlops.experiments')), 'run').map(({ run }) => run);
  // One execution in two trackers is one row: its other names count as shown.
  return { runs, ids: new Set(runs.flatMap((run) => [run.id, ...run.sameAs])) };
}

const tests: HostTest[] = [
  {
    name: 'every experiment that dvc exp show names is in the tree, with its name and metrics',
    body: async () => {
      const { runs, ids } = await shownRuns();
      assert.ok(truth.experiments.length >= 12, 'the sample workspace has experiments');
      assert.deepEqual(truth.experiments.filter(({ rev }) => !ids.has(`dvc:${rev}`)), []);
      const byId = new Map(runs.map((run) => [run.id, run]));
      const shown = truth.experiments.flatMap((real) => {
        const run = byId.get(`dvc:${real.rev}`);
        return run ? [{ real, run }] : [];
      });
      assert.ok(shown.length >= 12, 'most stand under their DVC name');
      for (const { real, run } of shown) {
        assert.equal(run.name, real.name);
        if (real.metrics) assert.deepEqual({ ...run.metrics }, real.metrics, real.rev);
      }
    },
  },
  {
    name: 'every run that the MLflow client finds is in the tree, with its name and metrics, and no other',
    body: async () => {
      const { runs, ids } = await shownRuns();
      assert.ok(truth.mlflow.runs.length > 0);
      assert.deepEqual(truth.mlflow.runs.filter(({ id }) => !ids.has(`mlflow:${id}`)), []);
      const byId = new Map(truth.mlflow.runs.map((one) => [`mlflow:${one.id}`, one]));
      for (const run of runs.filter(({ id }) => id.startsWith('mlflow:'))) {
        const real = byId.get(run.id);
        assert.ok(real, `${run.id} is unknown to MLflow`);
        assert.equal(run.name, real.name);
        assert.deepEqual({ ...run.metrics }, real.metrics);
      }
    },
  },
  {
    name: 'Models holds what the MLflow registry and GTO hold, with every version of the registry',
    body: async () => {
      const nodes = await opensAll(await opened('mlops.models'));
      const names = dataOf(nodes, 'model').map(({ model }) => model.name);
      for (const name of [...truth.gto, ...truth.mlflow.models.map((one) => one.name)]) assert.ok(names.includes(name), `${name} is not in: ${names.join(', ')}`);
      for (const { name, versions } of truth.mlflow.models) {
        const shown = dataOf(nodes, 'modelVersion').filter(({ model }) => model.name === name && model.id.startsWith('mlflow:'));
        assert.deepEqual(shown.map(({ version }) => String(version.version)).sort(), versions.map(String).sort(), name);
      }
    },
  },
  {
    name: 'Datasets holds every dataset that the repository tracks',
    body: async () => {
      const nodes = await opensAll(await opened('mlops.datasets'));
      const names = dataOf(nodes, 'dataset').map(({ dataset }) => dataset.name);
      assert.ok(truth.datasets.length > 0);
      for (const name of truth.datasets) assert.ok(names.some((one) => one.includes(name)), `${name} is not in: ${names.join(', ')}`);
    },
  },
  {
    name: 'Jobs is read and empty before anything was launched; no tree shows a problem',
    body: async () => {
      const { product } = await driven();
      const { trees, workbench } = await product();
      await until('Jobs was read', () => (trees['mlops.jobs'].roots !== undefined ? true : undefined), 5_000).catch(() => undefined);
      assert.deepEqual((await workbench.jobs.list(AbortSignal.timeout(60_000))).items, []);
      for (const tree of Object.values(trees)) assert.deepEqual([...tree.nodes()].filter(({ data }) => data.kind === 'problem'), [], lines(tree).join('\n'));
    },
  },
];

export const run = hostSuite('trees', tests);
