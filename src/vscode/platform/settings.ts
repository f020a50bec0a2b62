import * as vscode from 'vscode';
import type { Settings } from '../../core/port/machine.ts';

/** The editor's settings below `mlops.`, resolved for a folder where one is given. An empty text counts as not set. */
export function editorSettings(): Settings {
  return {
    get<T>(key: string, folder?: string): T | undefined {
      const scope = folder === undefined ? undefined : vscode.Uri.file(folder);
      const value = vscode.workspace.getConfiguration('mlops', scope).get<T | ''>(key);
      return value === '' ? undefined : value;
    },
  };
}
