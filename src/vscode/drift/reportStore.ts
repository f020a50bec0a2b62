import * as vscode from 'vscode';
import { toFault } from '../../core/base/fault.ts';
import { checkReport } from '../../core/drift/checkReport.ts';
import type { DriftReport } from '../../core/model/drift.ts';

/** Reports kept at most; the oldest go first. */
const keptAtMost = 400;

/** Computed reports in the extension's own storage, one file each, named by digest: a panel comes back without computing again. */
export class ReportStore {
  readonly #folder: vscode.Uri;

  constructor(context: vscode.ExtensionContext) {
    // Without an opened folder there is no storage of a workspace.
    this.#folder = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'drift');
  }

  async save(report: DriftReport): Promise<void> {
    await vscode.workspace.fs.createDirectory(this.#folder);
    await vscode.workspace.fs.writeFile(this.#fileOf(report.digest), new TextEncoder().encode(JSON.stringify(report)));
    await this.#prune();
  }

  /** undefined where it is gone or from a build that wrote another form. */
  async load(digest: string): Promise<DriftReport | undefined> {
    try {
      const bytes = await vscode.workspace.fs.readFile(this.#fileOf(digest));
      const report = checkReport(JSON.parse(new TextDecoder().decode(bytes)));
      return report.digest === digest ? report : undefined;
    } catch (error) {
      const isGone = error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
      if (isGone || error instanceof SyntaxError || toFault(error).code === 'schema') return undefined;
      throw error;
    }
  }

  #fileOf(digest: string): vscode.Uri {
    return vscode.Uri.joinPath(this.#folder, `${digest.replace(/[^0-9a-zA-Z]/g, '-')}.json`);
  }

  async #prune(): Promise<void> {
    const entries = await vscode.workspace.fs.readDirectory(this.#folder);
    if (entries.length <= keptAtMost) return;
    const files = await Promise.all(
      entries.map(async ([name]) => {
        const uri = vscode.Uri.joinPath(this.#folder, name);
        return { uri, mtime: (await vscode.workspace.fs.stat(uri)).mtime };
      }),
    );
    files.sort((a, b) => a.mtime - b.mtime);
    for (const { uri } of files.slice(0, files.length - keptAtMost)) await vscode.workspace.fs.delete(uri);
  }
}
