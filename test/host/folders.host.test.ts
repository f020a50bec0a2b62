import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { viewIds } from '../../src/vscode/ids.ts';
import { driven, lines, opened, runNode, runOf, variable } from './driven.ts';
import { hostSuite, until, type HostTest } from './runner.ts';

/** Views that are always there; that of approvals comes with a policy or a ledger. */
const shown = viewIds.filter((view) => view !== 'mlops.approvals');

/** Shows every view as a click does, waits until each was read, and answers with what they hold. */
async function everyLine(): Promise<string[]> {
  const { product } = await driven();
  const { trees } = await product();
  for (const view of shown) {
    await vscode.commands.executeCommand(`${view}.focus`);
    await until(`${view} was read`, () => trees[view].roots, 60_000);
  }
  return shown.flatMap((view) => lines(trees[view]));
}

const empty = (title: string, folders: number): HostTest => ({
  name: title,
  body: async () => {
    assert.equal(vscode.workspace.workspaceFolders?.length ?? 0, folders);
    assert.deepEqual(await everyLine(), []);
    const { workbench } = await (await driven()).product();
    assert.deepEqual((await workbench.runs.list({ limit: 10 }, AbortSignal.timeout(60_000))).runs, []);
  },
});

const three: HostTest = {
  name: 'three folders: the DVC and the MLflow one each have a branch with their own runs, the plain one has none',
  body: async () => {
    assert.equal(vscode.workspace.workspaceFolders?.length, 3);
    const tree = await opened('mlops.experiments');
    const run = runOf(await runNode(tree, `mlflow:${variable('MLOPS_RUN')}`));
    assert.equal(run.name, 'the only one');
    assert.equal(run.metrics['recall'], 0.75);
    const sources = (tree.roots ?? []).map(({ data }) => (data.kind === 'source' ? data.entry.config : undefined));
    assert.deepEqual(sources.map((one) => one?.provider).sort(), ['dvc', 'mlflow']);
    const [dvcFolder, mlflowFolder] = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
    for (const one of sources) assert.equal(one?.folder, one?.provider === 'dvc' ? dvcFolder : mlflowFolder);
    const runs = [...tree.nodes()].filter(({ data }) => data.kind === 'run').map(runOf);
    assert.ok(runs.some(({ id }) => id.startsWith('dvc:')), lines(tree).join('\n'));
    assert.ok(!lines(tree).some((line) => line.includes('plain')));
  },
};

const tests: Record<string, HostTest> = {
  none: empty('a window with no folder shows four empty views, and no problem', 0),
  nothing: empty('a folder in which nothing is found shows four empty views, and no problem', 1),
  three,
};

export const run = hostSuite('folders', [tests[variable('MLOPS_KIND')]].filter((one) => one !== undefined));
