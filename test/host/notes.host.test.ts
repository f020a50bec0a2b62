import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { parse } from 'yaml';
import type { TreeNode } from '../../src/vscode/views/node.ts';
import { driven, opened, runNode, variable } from './driven.ts';
import { hostSuite, until, type HostTest } from './runner.ts';

const sha = variable('MLOPS_RUN');
const id = `dvc:${sha}`;
const isDriven = variable('MLOPS_DRIVEN') !== '';
const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const notesFile = path.join(workspace, '.mlops', 'notes.yaml');

function written(): Record<string, unknown> {
  if (!existsSync(notesFile)) return {};
  const { runs } = (parse(readFileSync(notesFile, 'utf8')) ?? {}) as { runs?: Record<string, Record<string, unknown>> };
  return runs?.[id] ?? {};
}

const tree = () => opened('mlops.experiments');
const node = async (): Promise<TreeNode> => runNode(await tree(), id);
const shownAs = (what: string, look: (node: TreeNode) => boolean): Promise<TreeNode> =>
  until(what, async () => {
    const found = (await tree()).find(`run ${id}`);
    return found && look(found) ? found : undefined;
  });

/** Calls a command of the row and checks file and row together. */
function marks(command: string, inFile: Record<string, unknown>, token: string): HostTest {
  return {
    name: `${command} changes .mlops/notes.yaml and the row`,
    body: async () => {
      await vscode.commands.executeCommand(command, await node());
      assert.deepEqual(written(), inFile);
      await shownAs(token, ({ row }) => row.tokens.includes(token));
    },
  };
}

const tests: HostTest[] = [
  marks('mlops.run.star', { starred: true }, 'starred'),
  marks('mlops.run.pin', { starred: true, pinned: true }, 'pinned'),
  {
    name: 'a pinned run stands first in its experiment',
    body: async () => {
      await until('the pinned run to stand first', async () => {
        const found = await node();
        return found.parent?.children?.filter(({ data }) => data.kind === 'run')[0] === found || undefined;
      });
    },
  },
  marks('mlops.run.unstar', { pinned: true }, 'plain'),
  marks('mlops.run.unpin', {}, 'unpinned'),
  {
    name: 'a hidden run leaves the tree, stands again with “Show Hidden”, and comes back for good',
    body: async () => {
      await vscode.commands.executeCommand('mlops.run.hide', await node());
      assert.deepEqual(written(), { hidden: true });
      const experiments = await tree();
      await until('the row to go', () => experiments.find(`run ${id}`) === undefined || undefined);
      await vscode.commands.executeCommand('mlops.experiments.showHidden');
      const shown = await until('the row of a hidden run', () => experiments.find(`run ${id}`));
      assert.ok(shown.row.tokens.includes('hidden'));
      await vscode.commands.executeCommand('mlops.run.unhide', shown);
      await vscode.commands.executeCommand('mlops.experiments.hideHidden');
      assert.deepEqual(written(), {});
      await shownAs('visible', ({ row }) => row.tokens.includes('visible'));
    },
  },
  ...(isDriven
    ? [
        {
          name: 'a name and a note that a person types are in the file and on the row',
          body: async () => {
            await vscode.commands.executeCommand('mlops.run.rename', await node());
            assert.deepEqual(written(), { name: 'the one to keep' });
            await shownAs('the new name', ({ row }) => row.label === 'the one to keep');
            await vscode.commands.executeCommand('mlops.run.note', await node());
            assert.deepEqual(written(), { name: 'the one to keep', note: 'best recall: so far' });
            const found = await shownAs('the sign of a note', ({ row }) => row.description.includes('✎'));
            const { product } = await driven();
            assert.match((await product()).trees['mlops.experiments'].tooltip(found) ?? '', /best recall\\?: so far/);
          },
        },
      ]
    : []),
  {
    name: 'what a colleague’s pull changed in the file is shown without being asked',
    body: async () => {
      writeFileSync(notesFile, `runs:\n  "${id}":\n    starred: true\n`);
      await shownAs('starred', ({ row }) => row.tokens.includes('starred'));
    },
  },
];

export const run = hostSuite('notes', tests);
