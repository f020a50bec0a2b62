import path from 'node:path';
import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import type { Dataset, DatasetDiff, DatasetVersion } from '../../core/model/dataset.ts';
import { artifactUri } from '../documents/uris.ts';
import { alone, choose, settled } from '../forms/steps.ts';
import type { CommandHandler, Product } from '../product.ts';
import { bytes, plain, shortSha } from '../views/rows/text.ts';
import { dataOf, targetNodes } from './pickers.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

export const diffVersions: CommandHandler = async (product, ...args) => {
  const nodes = targetNodes(product, 'mlops.datasets', args);
  const versions = dataOf(nodes, 'datasetVersion');
  const [older, newer] = versions;
  if (older && newer) return showDiff(product, older.dataset, older.version, newer.version);
  const dataset = versions[0]?.dataset ?? (await pickDataset(product, args));
  const to = versions[0]?.version ?? (await pickVersion(product, dataset, t('Newer version')));
  const from = await pickVersion(product, dataset, t('Compare with'), to.id);
  return showDiff(product, dataset, from, to);
};

/** The difference as a read-only text document: names, sizes, digests; what cannot be known is said. */
async function showDiff(product: Product, dataset: Dataset, from: DatasetVersion, to: DatasetVersion): Promise<void> {
  const diff = await vscode.window.withProgress({ location: { viewId: 'mlops.datasets' } }, () => product.workbench.datasets.diff(from.id, to.id, product.signal));
  const document = await vscode.workspace.openTextDocument({ language: 'diff', content: diffText(dataset, from, to, diff) });
  await vscode.window.showTextDocument(document, { preview: true });
}

function diffText(dataset: Dataset, from: DatasetVersion, to: DatasetVersion, diff: DatasetDiff): string {
  const count = (status: string) => diff.files.filter((file) => file.status === status).length;
  const size = (side: (typeof diff.files)[number]['before']) => (side === null ? '' : side.sizeBytes === null ? t('size not known') : bytes(side.sizeBytes));
  const lines = diff.files
    .filter((file) => file.status !== 'same')
    .flatMap((file) => {
      const name = plain(file.path, 1000);
      if (file.status === 'added') return [`+ ${name}  ${size(file.after)}`];
      if (file.status === 'removed') return [`- ${name}  ${size(file.before)}`];
      return [`- ${name}  ${size(file.before)}`, `+ ${name}  ${size(file.after)}`];
    });
  return [
    `--- ${plain(dataset.name)}  ${versionName(from)}`,
    `+++ ${plain(dataset.name)}  ${versionName(to)}`,
    `@@ ${t('{0} added, {1} removed, {2} changed, {3} the same', count('added'), count('removed'), count('changed'), count('same'))} @@`,
    ...(diff.incomplete === null ? [] : [`# ${plain(diff.incomplete, 300)}`]),
    ...lines,
    '',
  ].join('\n');
}

function versionName(version: DatasetVersion): string {
  return [version.commit === null ? null : shortSha(version.commit), version.digest, version.createdAt].filter((part) => part !== null).join('  ');
}

export const previewDataset: CommandHandler = async (product, ...args) => {
  const nodes = targetNodes(product, 'mlops.datasets', args);
  const [version] = dataOf(nodes, 'datasetVersion');
  const [dataset] = dataOf(nodes, 'dataset');
  const chosen = version?.version ?? dataset?.dataset.current ?? (await pickVersion(product, await pickDataset(product, args), t('Version to preview')));
  const name = version?.dataset.name ?? dataset?.dataset.name ?? 'data';
  await vscode.window.showTextDocument(artifactUri(name, { kind: 'dataset', id: chosen.id, path: null }), { preview: true });
};

export const revealDataset: CommandHandler = async (product, ...args) => {
  const [node] = dataOf(targetNodes(product, 'mlops.datasets', args), 'dataset');
  const dataset = node?.dataset ?? (await pickDataset(product, args));
  if (dataset.path === null) throw fail('notFound', t('This dataset has no file in the workspace.'));
  const { config } = await product.workbench.locator.find(dataset.id, product.signal);
  const file = path.isAbsolute(dataset.path) ? dataset.path : path.resolve(config.folder, dataset.path);
  if (!(await product.workbench.machine.files.stat(file))) {
    throw fail('notPulled', t('{0} is not on this machine.', dataset.path), { hint: t('Pull it first: “Actions…” of its source.') });
  }
  await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(file));
};

export const copyDigest: CommandHandler = async (product, ...args) => {
  const nodes = targetNodes(product, 'mlops.datasets', args);
  const digests = nodes.flatMap(({ data }) => (data.kind === 'datasetVersion' ? [data.version.digest] : data.kind === 'dataset' ? [data.dataset.current?.digest ?? null] : []));
  const found = digests.filter((digest): digest is string => digest !== null);
  const lines = nodes.length > 0 ? found : [(await pickDataset(product, args)).current?.digest ?? ''].filter((digest) => digest !== '');
  if (lines.length === 0) throw fail('notFound', t('No digest is known.'));
  await vscode.env.clipboard.writeText(lines.join('\n'));
};

async function pickDataset(product: Product, args: readonly unknown[]): Promise<Dataset> {
  const [given] = dataOf(targetNodes(product, 'mlops.datasets', args), 'dataset');
  if (given) return given.dataset;
  const { items, problems } = await product.workbench.datasets.list(product.signal);
  if (items.length === 0) throw fail('notFound', problems[0]?.message ?? t('No datasets were found.'));
  return settled(await choose(alone(t('Dataset')), items.map((dataset) => ({ label: plain(dataset.name), description: plain(dataset.source), value: dataset })), { placeholder: t('Choose a dataset') }));
}

async function pickVersion(product: Product, dataset: Dataset, title: string, except?: string): Promise<DatasetVersion> {
  const { items } = await product.workbench.datasets.versions(dataset.id, { pageSize: 200 }, product.signal);
  const choices = items
    .filter((version) => version.id !== except)
    .map((version) => ({ label: plain(version.message?.split('\n', 1)[0] ?? version.digest ?? version.id, 100), description: versionName(version), value: version }));
  if (choices.length === 0) throw fail('notFound', t('There is no other version of {0}.', plain(dataset.name)));
  return settled(await choose(alone(title), choices, { placeholder: plain(dataset.name) }));
}
