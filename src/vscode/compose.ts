import path from 'node:path';
import * as vscode from 'vscode';
import { Emitter } from '../core/base/event.ts';
import type { Machine, Trust } from '../core/port/machine.ts';
import { nodeClock } from '../io/clock.ts';
import { nodeFiles } from '../io/files.ts';
import { nodeGit } from '../io/git/index.ts';
import { nodeHttp } from '../io/http.ts';
import { folderKeyValue } from '../io/keyValue.ts';
import { nodePlaces } from '../io/places.ts';
import { nodeProcess } from '../io/process.ts';
import { nodePythonEnv } from '../io/pythonEnv.ts';
import { nodeSqlite } from '../io/sqlite.ts';
import { lazyTables } from '../io/table/lazyTables.ts';
import { providerRows } from '../providers/registry.ts';
import { Workbench } from '../services/workbench.ts';
import { commandTable } from './commands/table.ts';
import { selectedInterpreter } from './platform/interpreter.ts';
import { Output } from './platform/output.ts';
import { secretCredentials } from './platform/secrets.ts';
import { editorSettings } from './platform/settings.ts';
import { Product } from './product.ts';
import type { Shell } from './shell.ts';

/** The editor's wiring diagram: the machine's ports, the services over them, and the product on top. */
export async function compose(context: vscode.ExtensionContext, shell: Shell): Promise<Product> {
  const output = new Output();
  const files = nodeFiles();
  const processes = nodeProcess();
  const http = nodeHttp();
  const git = nodeGit({ files, process: processes });
  const sqlite = nodeSqlite();
  const settings = editorSettings();
  const trust = workspaceTrust(context);
  const places = nodePlaces();
  const machine: Machine = {
    files,
    process: processes,
    git,
    http,
    sqlite,
    tables: lazyTables(sqlite),
    credentials: secretCredentials(context.secrets),
    python: nodePythonEnv({ process: processes, files, settings, trust, env: process.env, editorInterpreter: selectedInterpreter }),
    clock: nodeClock(),
    cache: folderKeyValue(path.join(places.cache, 'records')),
    trust,
    places,
    settings,
    log: output,
    env: process.env,
  };
  const workbench = new Workbench(machine, providerRows, workspaceFolders());
  context.subscriptions.push(
    output,
    http,
    git,
    workbench,
    processes.onDidRun((record) => output.command(record)),
  );
  const product = new Product({ context, shell, workbench, output, dataFolder: places.data, commands: commandTable });
  context.subscriptions.push(
    product,
    vscode.workspace.onDidChangeWorkspaceFolders(() => void product.foldersChanged(workspaceFolders())),
    trust.onDidGrant(() => void product.trustGranted()),
  );
  await product.start();
  return product;
}

/** Folders on this machine's disk; a virtual folder has no pipelines or jobs. */
function workspaceFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file').map((folder) => folder.uri.fsPath);
}

function workspaceTrust(context: vscode.ExtensionContext): Trust {
  const granted = new Emitter<void>();
  context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(() => granted.fire()));
  return {
    get isTrusted() {
      return vscode.workspace.isTrusted;
    },
    onDidGrant: granted.event,
  };
}
