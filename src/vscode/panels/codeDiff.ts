import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import type { Workbench } from '../../services/workbench.ts';
import { gitUri } from '../documents/uris.ts';
import type { DiffRequest } from './compare/bench.ts';

/** The editor's own diff of one file between two commits. */
export async function openCodeDiff(workbench: Workbench, { from, to, path, status, title }: DiffRequest): Promise<void> {
  const folder = await folderWith(workbench, [from, to]);
  const left = gitUri(folder, status === 'added' ? '' : from, path);
  const right = gitUri(folder, status === 'removed' ? '' : to, path);
  await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: true });
}

async function folderWith(workbench: Workbench, commits: readonly string[]): Promise<string> {
  const { signal } = new AbortController();
  for (const folder of workbench.catalog.folders) {
    const repository = await workbench.machine.git.open(folder, signal);
    const found = await repository?.commits(commits, signal);
    if (found?.every((commit) => commit !== null)) return folder;
  }
  throw fail('notFound', 'No repository opened here holds both commits.');
}
