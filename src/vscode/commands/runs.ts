import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import type { Artifact } from '../../core/model/artifact.ts';
import { artifactUri } from '../documents/uris.ts';
import { alone, askText, cancelled, choose, settled, type Choice } from '../forms/steps.ts';
import type { CommandHandler, Product } from '../product.ts';
import { runLabel } from '../views/rows/runRow.ts';
import { bytes, plain } from '../views/rows/text.ts';
import type { RunNote } from '../../services/notes.ts';
import { pickRuns } from './pickers.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

export const openRun: CommandHandler = async (product, ...args) => {
  const [id] = await pickRuns(product, args, { title: t('Open Run'), many: false });
  if (id !== undefined) await product.panels.openRun(id);
};

export const compareRuns: CommandHandler = async (product, ...args) => {
  const ids = await pickRuns(product, args, { title: t('Compare Runs'), many: true, min: 2 });
  await product.panels.openCompare(ids);
  await vscode.commands.executeCommand('setContext', 'mlops.hasCompared', true);
};

export const diffCode: CommandHandler = async (product, ...args) => {
  const [from, to] = await pickRuns(product, args, { title: t('Compare Code of Two Runs'), many: true, min: 2 });
  if (from === undefined || to === undefined) throw fail('invalid', t('Two runs are needed.'));
  const [left, right] = await Promise.all([from, to].map((id) => product.workbench.runs.run(id, product.signal)));
  if (!left?.commit || !right?.commit) {
    throw fail('notFound', t('At least one of these runs names no commit.'), { hint: t('Only runs with a commit have code to compare.') });
  }
  const name = (run: typeof left) => runLabel(run, product.workbench.notes.get(run.id));
  await product.documents.diffCommits(left.commit, right.commit, `${name(left)} ↔ ${name(right)}`, product.signal);
};

/** One mark of every chosen run. */
export function mark(change: Partial<RunNote>, title: () => string): CommandHandler {
  return async (product, ...args) => {
    for (const id of await pickRuns(product, args, { title: title(), many: true })) await product.workbench.notes.set(id, change);
  };
}

export const renameRun: CommandHandler = (product, ...args) => writeNote(product, args, 'name', t('Rename Run'), t('Name shown here; empty = the tracker’s own'));
export const noteRun: CommandHandler = (product, ...args) => writeNote(product, args, 'note', t('Edit Run Note'), t('Note; empty removes it'));

async function writeNote(product: Product, args: readonly unknown[], key: 'name' | 'note', title: string, prompt: string): Promise<void> {
  const [id] = await pickRuns(product, args, { title, many: false });
  if (id === undefined) return;
  const text = settled(await askText(alone(title), { prompt, value: product.workbench.notes.get(id)[key] ?? '' }));
  await product.workbench.notes.set(id, { [key]: text.trim() === '' ? null : text.trim() });
}

/** Walks a run's artifacts level by level; a file opens as a preview or is saved. */
export const browseArtifacts: CommandHandler = async (product, ...args) => {
  const [id] = await pickRuns(product, args, { title: t('Browse Run Artifacts'), many: false });
  if (id === undefined) return;
  const { connection } = await product.workbench.locator.find(id, product.signal);
  if (!connection.artifacts) throw fail('unsupported', t('This source keeps no artifacts.'));
  let folder = '';
  for (;;) {
    const artifacts = await connection.artifacts.list(id, folder, product.signal);
    if (artifacts.length === 0 && folder === '') throw fail('notFound', t('This run has no artifacts.'));
    const up: Array<Choice<Artifact | null>> = folder === '' ? [] : [{ label: '$(arrow-up) ..', value: null }];
    const chosen = settled(await choose(alone(`${t('Artifacts')} /${plain(folder, 80)}`), [...up, ...artifacts.map(artifactChoice)], { placeholder: t('Choose a file to open') }));
    if (chosen === null) folder = folder.split('/').slice(0, -1).join('/');
    else if (chosen.isFolder) folder = chosen.path;
    else return openArtifact(product, id, chosen);
  }
};

function artifactChoice(artifact: Artifact): Choice<Artifact | null> {
  return {
    label: `$(${artifact.isFolder ? 'folder' : 'file'}) ${plain(artifact.path.split('/').at(-1) ?? artifact.path, 100)}`,
    description: artifact.sizeBytes === null ? '' : bytes(artifact.sizeBytes),
    value: artifact,
  };
}

async function openArtifact(product: Product, run: string, artifact: Artifact): Promise<void> {
  const show = t('Preview');
  const save = t('Save As…');
  const chosen = await vscode.window.showQuickPick([show, save], { title: plain(artifact.path, 100) });
  if (chosen === undefined) throw cancelled();
  if (chosen === show) {
    await vscode.window.showTextDocument(artifactUri(artifact.path, { kind: 'run', id: run, path: artifact.path }), { preview: true });
    return;
  }
  const target = await vscode.window.showSaveDialog({ title: t('Save Artifact'), saveLabel: t('Save') });
  if (!target) throw cancelled();
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: t('Downloading {0}', plain(artifact.path, 60)), cancellable: true }, async (_, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    const { connection } = await product.workbench.locator.find(run, controller.signal);
    const content = await connection.artifacts?.read(run, artifact.path, undefined, controller.signal);
    if (content) await vscode.workspace.fs.writeFile(target, content);
  });
}
