import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import type { Problem } from '../../core/model/problem.ts';
import { alone, choose, settled, type Choice } from '../forms/steps.ts';
import type { CommandHandler, Product } from '../product.ts';
import { sourceSubject } from '../views/sourceLevel.ts';
import { plain } from '../views/rows/text.ts';
import { dataOf, nodesOf, runChoice } from './pickers.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

/** "Actions…" of a row: whatever its source offers for it. */
export const pickAction: CommandHandler = async (product, ...args) => {
  const [node] = nodesOf(args);
  if (node?.row.subject === undefined || node.row.subject === null) throw fail('invalid', t('Choose a row first.'));
  await product.actions.pick(node.row.subject, node.row.label);
};

/** The same from the palette: what first, then what to do with it. */
export const runAction: CommandHandler = async (product) => {
  const subject = settled(await choose(alone(t('Run Action')), await subjects(product), { placeholder: t('What it is about') }));
  await product.actions.pick(subject.id, subject.label);
};

interface Subject {
  readonly id: string;
  readonly label: string;
}

/** Everything that offers an action now: sources first, then runs, datasets, models and jobs. */
async function subjects(product: Product): Promise<Array<Choice<Subject>>> {
  const { workbench, signal } = product;
  const heading = (label: string): Choice<Subject> => ({ label, kind: vscode.QuickPickItemKind.Separator, value: { id: '', label } });
  const offers = ({ value }: Choice<Subject>): boolean => workbench.actions.peek(value.id).length > 0;
  const choice = (id: string, label: string, description = ''): Choice<Subject> => ({ label: plain(label, 100), description: plain(description, 80), value: { id, label } });

  const sources = (await workbench.catalog.entries(signal)).map((entry) => choice(sourceSubject(entry), entry.config.label, entry.config.origin));
  const [runs, datasets, models] = await Promise.all([
    workbench.runs.list({ limit: 300 }, signal),
    workbench.datasets.list(signal),
    workbench.models.list(signal),
  ]);
  const versions = (await Promise.all(models.items.map((model) => workbench.models.versions(model.id, { pageSize: 20 }, signal).then((page) => page.items.map((version) => choice(version.id, `${model.name} ${version.version}`)))))).flat();
  const groups: Array<[string, Array<Choice<Subject>>]> = [
    [t('Sources'), sources],
    [t('Runs'), runs.runs.map((run) => ({ ...runChoice(product, run), value: { id: run.id, label: run.name ?? run.id } }))],
    [t('Datasets'), datasets.items.map((dataset) => choice(dataset.id, dataset.name))],
    [t('Models'), [...models.items.map((model) => choice(model.id, model.name)), ...versions]],
    [t('Jobs'), product.board.jobs.map(({ job }) => choice(job.id, job.name, job.status))],
  ];
  const all = groups.flatMap(([label, items]) => {
    const offering = items.filter(offers);
    return offering.length === 0 ? [] : [heading(label), ...offering];
  });
  if (all.length === 0) throw fail('notFound', t('Nothing here offers an action.'));
  return all;
}

/** The next step of a problem row: its file, its action, trust, or the words in full. */
export const mendProblem: CommandHandler = async (product, ...args) => {
  const [data] = dataOf(nodesOf(args), 'problem');
  if (data) await mend(product, data.problem);
};

async function mend(product: Product, problem: Problem): Promise<void> {
  const steps: Array<[string, () => unknown]> = [];
  const { at, actionId } = problem;
  if (actionId !== undefined) {
    const entry = product.workbench.catalog.current.find((one) => one.config.id === problem.source);
    if (entry) steps.push([t('Mend'), () => product.actions.performById(actionId, sourceSubject(entry))]);
  }
  if (at && at.path !== '') {
    const selection = new vscode.Range(at.line ?? 0, at.column ?? 0, at.line ?? 0, at.column ?? 0);
    steps.push([t('Open File'), () => vscode.window.showTextDocument(vscode.Uri.file(at.path), { selection })]);
  }
  if (problem.code === 'auth' || problem.code === 'forbidden') steps.push([t('Enter Credentials'), () => vscode.commands.executeCommand('mlops.connection.add')]);
  if (problem.code === 'untrusted') steps.push([t('Manage Trust'), () => vscode.commands.executeCommand('workbench.trust.manage')]);
  if (problem.code === 'missingTool') steps.push([t('Open Settings'), () => vscode.commands.executeCommand('workbench.action.openSettings', 'mlops path')]);
  steps.push([t('Try Again'), () => product.workbench.refresh.now(problem.source === '' ? undefined : problem.source)]);
  steps.push([t('Show Output'), () => product.output.show()]);
  const show = problem.severity === 'error' ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
  const chosen = await show(problem.hint === null ? problem.message : `${problem.message} ${problem.hint}`, ...steps.map(([label]) => label));
  await steps.find(([label]) => label === chosen)?.[1]();
}
