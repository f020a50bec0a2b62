import * as vscode from 'vscode';
import { toFault, type Fault } from '../core/base/fault.ts';

export type Report = (fault: Fault, what: string) => void;

/**
 * The one way work started by a person ends badly: what happened, what to do, and a button for it. A cancelled thing
 * says nothing. Never throws.
 */
export async function guarded<T>(what: string, work: () => T | Promise<T>, report: Report): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const fault = toFault(error);
    if (fault.code === 'cancelled') return undefined;
    report(fault, what);
    return undefined;
  }
}

interface Button {
  readonly title: string;
  readonly run: () => Thenable<unknown>;
}

export function showFault(fault: Fault, log: (line: string) => void): void {
  log(`${fault.code}: ${fault.message}${fault.hint ? ` ${fault.hint}` : ''}`);
  const buttons = buttonsFor(fault);
  const text = fault.hint === undefined ? fault.message : `${fault.message} ${fault.hint}`;
  void vscode.window.showErrorMessage(text, ...buttons.map((button) => button.title)).then((chosen) =>
    buttons.find((button) => button.title === chosen)?.run(),
  );
}

function buttonsFor(fault: Fault): Button[] {
  const buttons: Button[] = [];
  if (fault.at && fault.at.path !== '') {
    const { path, line = 0, column = 0 } = fault.at;
    const selection = new vscode.Range(line, column, line, column);
    buttons.push({ title: vscode.l10n.t('Open File'), run: () => vscode.window.showTextDocument(vscode.Uri.file(path), { selection }) });
  }
  if (fault.code === 'untrusted') {
    buttons.push({ title: vscode.l10n.t('Manage Trust'), run: () => vscode.commands.executeCommand('workbench.trust.manage') });
  }
  if (fault.code === 'missingTool') {
    buttons.push({ title: vscode.l10n.t('Open Settings'), run: () => vscode.commands.executeCommand('workbench.action.openSettings', 'mlops path') });
  }
  buttons.push({ title: vscode.l10n.t('Show Output'), run: () => vscode.commands.executeCommand('mlops.output.show') });
  return buttons;
}
