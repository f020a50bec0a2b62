import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import type { ModelVersion, RegisteredModel } from '../../core/model/modelVersion.ts';
import { alone, askText, choose, settled } from '../forms/steps.ts';
import type { CommandHandler, Product } from '../product.ts';
import { plain } from '../views/rows/text.ts';
import { dataOf, pickRuns, targetNodes } from './pickers.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);
const needed = (text: string): string | undefined => (text.trim() === '' ? t('A value is needed.') : undefined);

export const registerModel: CommandHandler = async (product, ...args) => {
  const title = t('Register Model Version');
  const [run] = await pickRuns(product, args, { title, many: false });
  if (run === undefined) return;
  const { connection, config } = await product.workbench.locator.find(run, product.signal);
  if (!connection.models?.register) {
    throw fail('unsupported', t('“{0}” takes no model registrations.', config.label), { hint: t('“Actions…” of the run may offer another way.') });
  }
  const artifacts = (await connection.artifacts?.list(run, '', product.signal)) ?? [];
  const step = { title, step: 1, total: 2 };
  const artifact =
    artifacts.length === 0
      ? settled(await askText(step, { prompt: t('Artifact path of the model'), value: 'model', check: needed }))
      : settled(await choose(step, artifacts.map((one) => ({ label: `$(${one.isFolder ? 'folder' : 'file'}) ${plain(one.path)}`, value: one.path, picked: /model/i.test(one.path) })), { placeholder: t('Which artifact is the model') }));
  const name = settled(await askText({ title, step: 2, total: 2 }, { prompt: t('Name of the model; a new name makes a new model'), check: needed })).trim();
  const version = await vscode.window.withProgress({ location: { viewId: 'mlops.models' } }, () => product.workbench.models.register(run, artifact, name, product.signal));
  product.trees['mlops.models'].refreshSoon();
  void vscode.window.showInformationMessage(t('Registered {0}, version {1}.', name, version.version));
};

/** Moves an alias only if it still points where this person saw it. */
export const setAlias: CommandHandler = async (product, ...args) => {
  const { model, version } = await pickVersion(product, args, t('Set Model Alias'));
  const alias = settled(await askText(alone(t('Set Model Alias')), { prompt: t('Alias that shall point to {0} {1}', model.name, version.version), placeholder: 'champion', check: needed })).trim();
  const before = model.aliases[alias] ?? null;
  if (before !== null && before !== version.version) {
    const move = t('Move');
    const chosen = await vscode.window.showWarningMessage(t('“{0}” points to version {1} now. Move it to version {2}?', alias, before, version.version), { modal: true }, move);
    if (chosen !== move) return;
  }
  await product.workbench.models.setAlias(model.id, alias, version.version, before, product.signal);
  await refreshModels(product);
  const undo = t('Undo');
  void vscode.window.showInformationMessage(t('@{0} points to {1} {2}.', alias, model.name, version.version), undo).then(async (chosen) => {
    if (chosen !== undo) return;
    await product.workbench.models.setAlias(model.id, alias, before, version.version, product.signal);
    await refreshModels(product);
  });
};

export const removeAlias: CommandHandler = async (product, ...args) => {
  const { model, version } = await pickVersion(product, args, t('Remove Model Alias'));
  if (version.aliases.length === 0) throw fail('notFound', t('This version has no alias.'));
  const alias = settled(await choose(alone(t('Remove Model Alias')), version.aliases.map((one) => ({ label: one, value: one })), { placeholder: `${model.name} ${version.version}` }));
  const remove = t('Remove');
  const chosen = await vscode.window.showWarningMessage(t('Remove “{0}” from {1} {2}?', alias, model.name, version.version), { modal: true }, remove);
  if (chosen !== remove) return;
  await product.workbench.models.setAlias(model.id, alias, null, version.version, product.signal);
  await refreshModels(product);
};

export const setTag: CommandHandler = async (product, ...args) => {
  const { model, version } = await pickVersion(product, args, t('Set Model Version Tag'));
  const title = `${t('Set Model Version Tag')} — ${model.name} ${version.version}`;
  const key = settled(await askText({ title, step: 1, total: 2 }, { prompt: t('Tag'), check: needed })).trim();
  const before = version.tags[key] ?? null;
  const text = settled(await askText({ title, step: 2, total: 2 }, { prompt: t('Value; empty removes the tag'), value: before ?? '' }));
  await product.workbench.models.setTag(version.id, key, text === '' ? null : text, before, product.signal);
  await refreshModels(product);
};

async function refreshModels(product: Product): Promise<void> {
  product.trees['mlops.models'].refreshSoon();
  await product.trees['mlops.models'].flush();
}

/** The version of the row it was called on, or a choice. */
export async function pickVersion(product: Product, args: readonly unknown[], title: string): Promise<{ model: RegisteredModel; version: ModelVersion }> {
  const [given] = dataOf(targetNodes(product, 'mlops.models', args), 'modelVersion');
  if (given) return given;
  const { items, problems } = await product.workbench.models.list(product.signal);
  if (items.length === 0) throw fail('notFound', problems[0]?.message ?? t('No registered models were found.'));
  const model = settled(await choose(alone(title), items.map((one) => ({ label: plain(one.name), description: plain(one.source), value: one })), { placeholder: t('Choose a model') }));
  const versions = await product.workbench.models.versions(model.id, { pageSize: 200 }, product.signal);
  const version = settled(await choose(alone(title), versions.items.map((one) => ({ label: one.version, description: one.aliases.map((alias) => `@${alias}`).join(' '), value: one })), { placeholder: plain(model.name) }));
  return { model, version };
}
