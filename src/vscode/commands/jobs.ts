import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import type { Job } from '../../core/model/job.ts';
import { alone, choose, settled } from '../forms/steps.ts';
import { commandEntry } from '../launch/entries.ts';
import { launchTraining } from '../launch/wizard.ts';
import type { CommandHandler, Product } from '../product.ts';
import { isLive } from '../views/rows/jobRow.ts';
import { age, plain } from '../views/rows/text.ts';
import { dataOf, targetNodes } from './pickers.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

export const showLog: CommandHandler = async (product, ...args) => {
  for (const job of await pickJobs(product, args, t('Show Job Log'))) product.terminals.show(job.id, job.name);
};

export const stopJob: CommandHandler = async (product, ...args) => {
  for (const job of await pickJobs(product, args, t('Stop Job'), isLive)) await product.stops.ask(job.id);
};

export const rerunJob: CommandHandler = async (product, ...args) => {
  const [job] = await pickJobs(product, args, t('Run Job Again'));
  if (!job) return;
  const { config } = await product.workbench.locator.find(job.id, product.signal);
  if (job.command.some((argument) => argument.includes('•••'))) {
    throw fail('unsupported', t('The command of this job held a secret, which is not kept.'), { hint: t('Use “Launch Training…” and type it again.') });
  }
  await launchTraining(product, commandEntry(product.workbench, config.folder, job.command, job.name));
};

/** The raw log, whole: its bytes up to now, in an editor of its own. */
export const openFullLog: CommandHandler = async (product, ...args) => {
  const [job] = await pickJobs(product, args, t('Open Full Log'));
  if (!job) return;
  const folder = vscode.Uri.joinPath(product.context.globalStorageUri, 'logs');
  await vscode.workspace.fs.createDirectory(folder);
  const file = vscode.Uri.joinPath(folder, `${job.id.replace(/[^\w.-]+/g, '-').slice(-80)}.log`);
  const chunks: Uint8Array[] = [];
  for await (const event of product.workbench.logs.read(job.id, { follow: false }, product.signal)) {
    if (event.kind === 'bytes') chunks.push(event.bytes);
  }
  await vscode.workspace.fs.writeFile(file, Buffer.concat(chunks));
  await vscode.window.showTextDocument(file, { preview: true });
};

async function pickJobs(product: Product, args: readonly unknown[], title: string, fits: (job: Job) => boolean = () => true): Promise<Job[]> {
  const given = dataOf(targetNodes(product, 'mlops.jobs', args), 'job').map((data) => data.job).filter(fits);
  if (given.length > 0) return given;
  const jobs = await product.board.list(product.signal);
  const choices = jobs.filter(({ job }) => fits(job)).map(({ job }) => ({ label: plain(job.name), description: `${job.status} · ${age(job.submittedAt, { t, nowMs: Date.now() })}`, detail: plain(job.command.join(' '), 120), value: job }));
  if (choices.length === 0) throw fail('notFound', product.board.problems[0]?.message ?? t('There is no such job.'));
  return [settled(await choose(alone(title), choices, { placeholder: t('Choose a job') }))];
}
