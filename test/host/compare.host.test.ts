import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { CompareController } from '../../src/vscode/panels/compare/controller.ts';
import type { CompareRow, CompareSnapshot } from '../../src/protocol/compare.ts';
import { driven, opened, runNode, variable } from './driven.ts';
import { hostSuite, until, type HostTest } from './runner.ts';

type Values = Readonly<Record<string, unknown>>;
interface Truth {
  readonly dvc: { readonly id: string; readonly name: string; readonly params: Values; readonly metrics: Values };
  readonly mlflow: { readonly id: string; readonly params: Values; readonly metrics: Values; readonly commit: string };
  readonly files: Readonly<Record<string, { readonly left: string; readonly right: string }>>;
}

const truth = JSON.parse(readFileSync(variable('MLOPS_TRUTH'), 'utf8')) as Truth;
const ids = [truth.dvc.id, truth.mlflow.id];

function column(rows: readonly CompareRow[], place: number): Values {
  return Object.fromEntries(rows.filter((row) => row.values[place] !== null).map((row) => [row.key, row.values[place]]));
}

async function shown(): Promise<CompareSnapshot> {
  const { product } = await driven();
  const { panels } = await product();
  return until('the panel shows both runs', () => {
    // A class of the other bundle cannot be asked with instanceof: only a comparison has ids.
    const panel = panels.opened().find((one): one is CompareController => 'ids' in one && one.ids.length === 2);
    const snapshot = panel?.snapshot;
    return snapshot && snapshot.runs.every((run) => run.problem === null && run.status !== 'unknown') ? snapshot : undefined;
  });
}

async function holdsTheTruth(): Promise<void> {
  const snapshot = await shown();
  assert.deepEqual(snapshot.runs.map((run) => run.id), ids);
  assert.equal(snapshot.baseline, truth.dvc.id);
  assert.deepEqual(column(snapshot.params, 0), truth.dvc.params);
  assert.deepEqual(column(snapshot.params, 1), truth.mlflow.params);
  assert.deepEqual(column(snapshot.metrics, 0), truth.dvc.metrics);
  assert.deepEqual(column(snapshot.metrics, 1), truth.mlflow.metrics);
  assert.ok(Object.keys(truth.dvc.params).length > 3 && Object.keys(truth.mlflow.metrics).length > 0, 'the demo has something to compare');
}

function compareTab(): vscode.Tab | undefined {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs).find((tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith('mlops.compare'));
}

const before: HostTest[] = [
  {
    name: 'the command on two rows of different sources opens one Compare panel',
    body: async () => {
      const tree = await opened('mlops.experiments');
      const nodes = [await runNode(tree, truth.dvc.id), await runNode(tree, truth.mlflow.id)];
      await vscode.commands.executeCommand('mlops.run.compare', nodes[0], nodes);
      await until('a Compare tab that names two runs', () => compareTab()?.label === 'Compare 2 Runs' || undefined);
    },
  },
  { name: 'its params and metrics are those that DVC and MLflow themselves give', body: holdsTheTruth },
  {
    name: 'a file of the code tab opens in the diff editor with what git holds in both commits',
    body: async () => {
      if (variable('MLOPS_DRIVEN') === '') return;
      const input = await until('a diff tab', () => {
        const active = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
        return active instanceof vscode.TabInputTextDiff ? active : undefined;
      }, 90_000);
      const file = input.modified.path.replace(/^\//, '');
      const sides = truth.files[file];
      assert.ok(sides, `${file} differs according to git: ${Object.keys(truth.files).join(', ')}`);
      assert.equal((await vscode.workspace.openTextDocument(input.original)).getText(), sides.left);
      assert.equal((await vscode.workspace.openTextDocument(input.modified)).getText(), sides.right);
      assert.notEqual(sides.left, sides.right);
      const diff = vscode.window.tabGroups.activeTabGroup.activeTab;
      if (diff) await vscode.window.tabGroups.close(diff);
    },
  },
];

const after: HostTest[] = [
  {
    name: 'after a reload of the window the panel is there again with the same runs and values',
    body: async () => {
      await until('the Compare tab', compareTab);
      await holdsTheTruth();
    },
  },
];

export async function run(): Promise<void> {
  const phase = variable('MLOPS_PHASE');
  if (existsSync(phase)) return hostSuite('compare', after)();
  await hostSuite('compare', before)();
  if (variable('MLOPS_DRIVEN') === '') return;
  writeFileSync(phase, '');
  await vscode.commands.executeCommand('workbench.action.reloadWindow');
  // The next host runs the second half and ends the suite.
  await new Promise(() => undefined);
}
