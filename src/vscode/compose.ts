import path from 'node:path';
import * as vscode from 'vscode';
import { Emitter } from '../core/base/event.ts';
import type { Trust } from '../core/port/machine.ts';
import { nodeMachine } from '../io/machine.ts';
import { nodePlaces } from '../io/places.ts';
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
  const trust = workspaceTrust(context);
  const places = nodePlaces();
  const machine = nodeMachine({
    trust,
    log: output,
    places,
    settings: editorSettings(),
    credentials: secretCredentials(context.secrets),
    cacheFolder: path.join(places.cache, 'records'),
    editorInterpreter: selectedInterpreter,
  });
  const workbench = new Workbench(machine, providerRows, workspaceFolders());
  context.subscriptions.push(
    output,
    machine,
    workbench,
    machine.process.onDidRun((record) => output.command(record)),
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
