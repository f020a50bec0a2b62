import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import type { Workbench } from '../../services/workbench.ts';
import { artifactPlaceOf, gitPlaceOf, gitUri } from './uris.ts';

const maxBlobBytes = 16 * 1024 * 1024;
const previewBytes = 512 * 1024;
const maxDiffFiles = 500;
const isCommit = /^[0-9a-f]{40,64}$/i;

/** Read-only documents: files of commits and previews of what a tracker stores. */
export class Documents {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** A file as it was in a commit, read from git's objects; nothing the repository names is run. */
  async git(uri: vscode.Uri): Promise<string> {
    const { folder, commit, path } = gitPlaceOf(uri);
    if (commit === '') return '';
    if (!isCommit.test(commit) || !this.#workbench.catalog.folders.includes(folder)) {
      throw fail('invalid', 'This document names no commit of an opened folder.');
    }
    const signal = new AbortController().signal;
    const repository = await this.#workbench.machine.git.open(folder, signal);
    const [object] = (await repository?.objects([`${commit}:${path}`], signal, { maxBytes: maxBlobBytes })) ?? [];
    if (!object) return '';
    return readable(object.bytes, object.bytes.length);
  }

  async artifact(uri: vscode.Uri): Promise<string> {
    const { kind, id, path } = artifactPlaceOf(uri);
    const signal = new AbortController().signal;
    if (kind === 'dataset') return readable(await this.#workbench.datasets.preview(id, path, previewBytes, signal), previewBytes);
    const { connection } = await this.#workbench.locator.find(id, signal);
    if (!connection.artifacts || path === null) throw fail('unsupported', 'This source keeps no artifacts.');
    return readable(await connection.artifacts.read(id, path, { start: 0, end: previewBytes }, signal), previewBytes);
  }

  /** Opens the editor's own multi-file diff of two commits. Throws `notFound` where a commit is not here. */
  async diffCommits(from: string, to: string, title: string, signal: AbortSignal): Promise<void> {
    for (const folder of this.#workbench.catalog.folders) {
      const repository = await this.#workbench.machine.git.open(folder, signal);
      if (!repository || (await repository.commits([from, to], signal)).some((commit) => commit === null)) continue;
      const changes = await repository.changes(from, to, signal);
      if (changes.length === 0) {
        void vscode.window.showInformationMessage(vscode.l10n.t('The code of both runs is the same.'));
        return;
      }
      const files = changes.slice(0, maxDiffFiles).map(({ path, status }) => [
        vscode.Uri.joinPath(vscode.Uri.file(repository.root), path),
        gitUri(folder, status === 'added' ? '' : from, path),
        gitUri(folder, status === 'removed' ? '' : to, path),
      ]);
      if (changes.length > maxDiffFiles) {
        void vscode.window.showWarningMessage(vscode.l10n.t('{0} files differ; the first {1} are shown.', changes.length, maxDiffFiles));
      }
      await vscode.commands.executeCommand('vscode.changes', title, files);
      return;
    }
    throw fail('notFound', `The commits ${from.slice(0, 8)} and ${to.slice(0, 8)} are not both in an opened repository.`, {
      hint: 'Fetch them, then try again.',
    });
  }

  /** One file of two commits side by side. */
  async diffFile(folder: string, from: string, to: string, path: string): Promise<void> {
    const title = `${path.split('/').at(-1) ?? path} (${from.slice(0, 7)} ↔ ${to.slice(0, 7)})`;
    await vscode.commands.executeCommand('vscode.diff', gitUri(folder, from, path), gitUri(folder, to, path), title);
  }
}

/** Text, or a sentence that says why it is not shown. */
function readable(bytes: Uint8Array, limit: number): string {
  if (bytes.subarray(0, 8000).includes(0)) return vscode.l10n.t('(binary content, {0} bytes read)', bytes.length);
  const text = new TextDecoder().decode(bytes);
  return bytes.length >= limit && limit > 0 && limit === previewBytes ? `${text}\n${vscode.l10n.t('… preview ends here')}\n` : text;
}
