import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { DriftController } from '../../src/vscode/panels/drift/controller.ts';
import { driven, opened, variable } from './driven.ts';
import { hostSuite, until, type HostTest } from './runner.ts';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

/** Lenses on the line of a text, in their order. */
async function lensesAt(file: string, text: string): Promise<vscode.Command[]> {
  const uri = vscode.Uri.file(path.join(folder, file));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  const line = document.positionAt(document.getText().indexOf(text)).line;
  return until(`lenses of ${text}`, async () => {
    const all = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
    const own = all.filter((lens) => lens.range.start.line === line).flatMap(({ command }) => (command ? [command] : []));
    return own.length > 0 ? own : undefined;
  });
}

/** The row of the monitor, and the version it stands under. */
async function row(): Promise<{ readonly text: string; readonly parent: string } | undefined> {
  const tree = await opened('mlops.models');
  for (let depth = 0; depth < 4; depth += 1) {
    for (const node of tree.nodes()) if (node.row.children !== 'none' && node.children === undefined) await tree.children(node);
  }
  const node = [...tree.nodes()].find(({ data }) => data.kind === 'monitor');
  return node && { text: `${node.row.label} — ${node.row.description}`, parent: node.parent?.row.description ?? '' };
}

async function press(file: string, text: string, title: string): Promise<void> {
  const lens = (await lensesAt(file, text)).find((one) => one.title.includes(title));
  assert.ok(lens, `${title} above ${text}`);
  await vscode.commands.executeCommand(lens.command, ...((lens.arguments ?? []) as unknown[]));
}

function cli(...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(variable('MLOPS_NODE'), [variable('MLOPS_CLI'), ...args, '--cwd', folder, '--json'], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout) => {
      // Exit 1 is a verdict.
      if (error && error.code !== 1) reject(new Error(error.message));
      else resolve(stdout);
    });
  });
}

const tests: HostTest[] = [
  {
    name: 'a monitor that never ran stands under the version it names, and above its definition with Run and Back-test',
    body: async () => {
      assert.deepEqual(await until('the row', row), { text: 'batches — never run', parent: (await row())?.parent });
      assert.match((await row())?.parent ?? '', /@champion/);
      assert.deepEqual((await lensesAt('.mlops/monitors.yaml', 'batches')).map(({ title }) => title), ['$(circle-large-outline) never run', '$(play) Run', '$(history) Back-test']);
      const stage = (await lensesAt('dvc.yaml', 'prepare:')).map(({ title }) => title);
      assert.ok(stage.includes('$(circle-large-outline) drift: never run'), stage.join(' | '));
    },
  },
  {
    name: 'Run of the lens judges it in another process; row and lens tell what it found, and that quality is not drift',
    body: async () => {
      await press('.mlops/monitors.yaml', 'batches', 'Run');
      const { text } = await until('the row after the run', async () => {
        const now = await row();
        return now?.text.includes('never run') ? undefined : now;
      });
      assert.match(text, /^batches — drift · \d+ of 31 columns · 1 quality rule not met · just now · retrain$/);
      const titles = (await lensesAt('.mlops/monitors.yaml', 'batches')).map(({ title }) => title);
      assert.match(titles.join(' | '), /^\$\(graph-scatter\) drift · \d+ of 31 columns .*\$\(play\) Run.*Back-test.*Open reports$/);
      const { data } = JSON.parse(await cli('monitor', 'list')) as { data: { monitors: Array<{ name: string; last: { columns: { drifted: number } } | null }> } };
      assert.equal(Number(/drift · (\d+)/.exec(text)?.[1]), data.monitors[0]?.last?.columns.drifted);
      assert.ok(!existsSync(path.join(folder, '.mlops', 'monitors')), 'nothing is written into the workspace');
    },
  },
  {
    name: 'its row opens what was kept in the Drift panel',
    body: async () => {
      const tree = await opened('mlops.models');
      const node = [...tree.nodes()].find(({ data }) => data.kind === 'monitor');
      await vscode.commands.executeCommand('mlops.monitor.openReports', node);
      const { panels } = await (await driven()).product();
      const panel = await until('the panel', () => panels.opened().find((one): one is DriftController => 'picture' in one && one.picture.windows.length > 0));
      assert.deepEqual(panel.picture.windows.map(({ verdict }) => verdict), ['drift']);
    },
  },
  {
    name: 'a run of the command line reaches the lens of the stage that writes the data',
    body: async () => {
      await cli('monitor', 'run', 'prepared');
      const title = await until('the drift lens', async () => (await lensesAt('dvc.yaml', 'prepare:')).map((one) => one.title).find((one) => /drift: (no drift|drift|unknown)/.test(one)));
      assert.match(title, /just now/);
    },
  },
];

export const run = hostSuite('monitors', tests);
