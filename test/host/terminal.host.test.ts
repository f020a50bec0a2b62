import assert from 'node:assert/strict';
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { driven, variable } from './driven.ts';
import { hostSuite, until, type HostTest } from './runner.ts';

const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

async function shimPath(): Promise<string> {
  const { context } = await (await driven()).product();
  return path.join(context.globalStorageUri.fsPath, 'bin', 'mlops');
}

const tests: HostTest[] = [
  {
    name: 'the command writes a program and puts its folder on the PATH of new terminals',
    body: async () => {
      const { context } = await (await driven()).product();
      const shim = await shimPath();
      assert.ok(!existsSync(shim));
      // It ends when its message was answered, which nobody does here.
      void vscode.commands.executeCommand('mlops.cli.install');
      await until('the program', () => existsSync(shim) || undefined);
      accessSync(shim, constants.X_OK);
      const change = await until('the change of PATH', () => context.environmentVariableCollection.get('PATH'));
      assert.equal(change.type, vscode.EnvironmentVariableMutatorType.Prepend);
      assert.equal(change.value, `${path.dirname(shim)}${path.delimiter}`);
      writeFileSync(variable('MLOPS_TOLD'), JSON.stringify({ shim, bin: path.dirname(shim) }));
    },
  },
  {
    name: 'a new integrated terminal runs it by its name',
    body: async () => {
      const shim = await shimPath();
      const out = path.join(path.dirname(variable('MLOPS_TOLD')), 'terminal.json');
      const terminal = vscode.window.createTerminal({ name: 'plain', shellPath: '/bin/sh', cwd: workspace });
      terminal.show();
      await terminal.processId;
      terminal.sendText(`command -v mlops > '${out}.where'; mlops status --json > '${out}.part' && mv '${out}.part' '${out}'`);
      await until('the answer of the terminal', () => existsSync(out) || undefined, 60_000);
      terminal.dispose();
      assert.equal(readFileSync(`${out}.where`, 'utf8').trim(), shim);
      const answer = JSON.parse(readFileSync(out, 'utf8')) as { schemaVersion: number; data: { sources: Array<{ id: string }> } };
      assert.equal(answer.schemaVersion, 1);
      const { workbench } = await (await driven()).product();
      const shown = (await workbench.catalog.entries(AbortSignal.timeout(60_000))).map(({ config }) => config.id);
      assert.deepEqual(answer.data.sources.map(({ id }) => id).sort(), [...shown].sort(), 'editor and command name the same sources');
    },
  },
];

export const run = hostSuite('terminal', tests);
