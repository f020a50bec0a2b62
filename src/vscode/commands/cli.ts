import path from 'node:path';
import * as vscode from 'vscode';
import type { CommandHandler } from '../product.ts';
import { posixShim, windowsShim } from './shim.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

/** Puts `mlops` on the terminals' PATH, on the editor's own Node: a terminal needs no other. */
export const installCli: CommandHandler = async (product) => {
  const { context, workbench } = product;
  const bin = vscode.Uri.joinPath(context.globalStorageUri, 'bin').fsPath;
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'cli.js').fsPath;
  const isWindows = process.platform === 'win32';
  const shim = path.join(bin, isWindows ? 'mlops.cmd' : 'mlops');
  await workbench.machine.files.writeAtomic(shim, (isWindows ? windowsShim : posixShim)(process.execPath, script), { mode: 0o755 });
  // Programs that start without an editor (a detached job, a hook) find the same Node here.
  await workbench.machine.files.writeAtomic(path.join(product.dataFolder, 'node'), `${process.execPath}\n`);
  context.environmentVariableCollection.description = t('Adds the mlops command');
  context.environmentVariableCollection.prepend('PATH', `${bin}${path.delimiter}`);
  const copy = t('Copy PATH Line');
  const open = t('New Terminal');
  const chosen = await vscode.window.showInformationMessage(t('New terminals here know “mlops”. For other terminals, add {0} to PATH.', bin), open, copy);
  if (chosen === copy) await vscode.env.clipboard.writeText(isWindows ? `set PATH=${bin};%PATH%` : `export PATH="${bin}:$PATH"`);
  if (chosen === open) vscode.window.createTerminal().show();
};
