import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, readFileSync } from 'node:fs';
import { createHook } from 'node:async_hooks';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as vscode from 'vscode';
import { driven, opened, variable } from './driven.ts';
import { hostSuite, until, type HostTest } from './runner.ts';

const outputs = (JSON.parse(readFileSync(variable('MLOPS_METAFILE'), 'utf8')) as { host: { outputs: Record<string, { inputs: object }> } }).host.outputs;
const extension = vscode.extensions.getExtension('mlops-workbench.mlops-workbench');
const home = `${extension?.extensionUri.fsPath}${path.sep}`;
/** Files of the installed extension, relative to it, in the order they were loaded. */
const loaded: string[] = [];
registerHooks({
  load(url, context, next) {
    const file = url.startsWith('file:') ? fileURLToPath(url) : url;
    if (file.startsWith(home)) loaded.push(file.slice(home.length));
    return next(url, context);
  },
});

const providerFiles = (): string[] =>
  loaded.filter((name) => Object.keys(outputs[name]?.inputs ?? {}).some((input) => /^src\/providers\/[^/]+\//.test(input)));

const tests: HostTest[] = [
  {
    name: 'activation opens no file and no connection of its own and loads no provider',
    body: async () => {
      assert.equal(extension?.isActive, false, 'an empty folder activates nothing');
      const asked: string[] = [];
      const hook = createHook({
        init(_id, type) {
          if (!/FSREQ|FILEHANDLE|TCP|PIPECONNECT|GETADDRINFO|UDP|PROCESSWRAP|HTTP/.test(type)) return;
          const { stack = '' } = new Error(type);
          if (stack.includes(home)) asked.push(stack);
        },
      }).enable();
      const { activateMs, isLoaded } = await driven();
      hook.disable();
      appendFileSync(variable('MLOPS_TOLD'), `${activateMs}\n`);
      assert.deepEqual(asked, []);
      assert.ok(loaded.includes('dist/extension.js'), 'the hook sees what is loaded');
      assert.ok(!isLoaded());
      assert.deepEqual(providerFiles(), []);
    },
  },
  {
    name: 'a provider is loaded when something of its kind is there and a view is shown, and only that provider',
    body: async () => {
      copyFileSync(variable('MLOPS_STORE'), path.join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'mlflow.db'));
      await opened('mlops.experiments');
      await until('the provider', () => providerFiles().length > 0 || undefined);
      const names = new Set(providerFiles().flatMap((file) => Object.keys(outputs[file]?.inputs ?? {})).flatMap((input) => /^src\/providers\/([^/]+)\//.exec(input)?.[1] ?? []));
      assert.ok(names.has('mlflow') && !names.has('dvc'), [...names].join(', '));
    },
  },
];

export const run = hostSuite('activation', tests);
