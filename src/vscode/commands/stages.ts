import path from 'node:path';
import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import { stageEntry } from '../launch/entries.ts';
import { launchTraining } from '../launch/wizard.ts';
import { explainState } from '../lens/lensText.ts';
import type { CommandHandler, Product } from '../product.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

export const runStage: CommandHandler = async (product, ...args) => {
  const { file, stage } = stageOf(args);
  const document = vscode.workspace.textDocuments.find((one) => one.uri.fsPath === file);
  // What runs is what is on disk; the lens shows what is in the editor.
  if (document?.isDirty) await document.save();
  const parsed = await product.workbench.pipelines.parse(file, undefined, product.signal);
  const found = parsed?.file.stages.find((one) => one.name === stage);
  if (!found) throw fail('notFound', t('“{0}” is no stage of {1} any more.', stage, path.basename(file)));
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file))?.uri.fsPath ?? path.dirname(file);
  await launchTraining(product, stageEntry(product.workbench, folder, file, found));
};

export const explainStage: CommandHandler = async (product, ...args) => {
  const { file, stage } = stageOf(args);
  const document = await vscode.workspace.openTextDocument(file);
  const found = await product.lenses.stage(document, stage, product.signal);
  if (!found) throw fail('notFound', t('“{0}” is no stage of {1} any more.', stage, path.basename(file)));
  const run = t('Run…');
  const buttons = vscode.workspace.isTrusted && found.state.state !== 'fresh' ? [run] : [];
  const chosen = await vscode.window.showInformationMessage(`${stage}: ${explainState(found, t).split('\n').join('; ')}`, ...buttons);
  if (chosen === run) await runStage(product, file, stage);
};

export const openLastRun: CommandHandler = async (product, ...args) => {
  await product.panels.openRun(await lastRunOf(product, args));
};

/** The last run beside the one before it of the same experiment; with one only, the choice is the person's. */
export const compareStage: CommandHandler = async (product, ...args) => {
  const last = await lastRunOf(product, args);
  const run = await product.workbench.runs.run(last, product.signal);
  const { runs } = await product.workbench.runs.list({ sources: [run.source], limit: 20 }, product.signal);
  const ids = [last, ...runs.map((one) => one.id).filter((id) => id !== last)];
  if (ids.length < 2) throw fail('notFound', t('There is only one run to compare yet.'));
  await product.panels.openCompare(ids.slice(0, 2));
  await vscode.commands.executeCommand('setContext', 'mlops.hasCompared', true);
};

async function lastRunOf(product: Product, args: readonly unknown[]): Promise<string> {
  const { file, stage } = stageOf(args);
  const id = await product.workbench.pipelines.lastRun(file, stage, product.signal);
  if (id === null) throw fail('notFound', t('“{0}” has no run yet.', stage));
  return id;
}

function stageOf([file, stage]: readonly unknown[]): { readonly file: string; readonly stage: string } {
  if (typeof file !== 'string' || typeof stage !== 'string') throw fail('invalid', t('This needs a stage of a pipeline file.'));
  return { file, stage };
}
