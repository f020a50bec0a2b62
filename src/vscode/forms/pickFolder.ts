import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import { cancelled } from './steps.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

/** The opened folder to work in; asks only where there are several. */
export async function pickFolder(): Promise<string> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file');
  if (folders.length === 0) throw fail('notFound', t('No folder is open.'), { hint: t('Open a folder first.') });
  if (folders.length === 1) return folders[0]?.uri.fsPath ?? '';
  const folder = await vscode.window.showWorkspaceFolderPick();
  if (!folder) throw cancelled();
  return folder.uri.fsPath;
}
