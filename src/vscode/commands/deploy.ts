import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import { findVersion } from '../../services/governance/findVersion.ts';
import type { MoveSubject } from '../approvals/deploy/bench.ts';
import { deployBench, deployUi } from '../approvals/deploy/editor.ts';
import { promoteVersion, rollBackEnvironment } from '../approvals/deploy/move.ts';
import type { CommandHandler, Product } from '../product.ts';
import { subjectOf } from './approvals.ts';
import { pickVersion } from './models.ts';
import { dataOf, nodesOf } from './pickers.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

/** A version into an environment, where the gate lets it. */
export const promoteModel: CommandHandler = async (product, ...args) => {
  const subject = await moveSubject(product, args, t('Promote to Environment'));
  await promoteVersion(deployBench(product.workbench), deployUi(product), subject);
};

/** An environment back to what ran there before. */
export const rollBackModel: CommandHandler = async (product, ...args) => {
  const subject = await moveSubject(product, args, t('Roll Back Environment'));
  await rollBackEnvironment(deployBench(product.workbench), deployUi(product), subject);
};

/** Of a row, of the page of an approval, or chosen. */
async function moveSubject(product: Product, called: readonly unknown[], title: string): Promise<MoveSubject> {
  const { machine, models } = product.workbench;
  if (!machine.trust.isTrusted) throw fail('untrusted', t('Versions are promoted and rolled back in trusted folders only.'), { hint: t('Trust this workspace first.') });
  // The row that was clicked, whatever else is selected: only one is moved.
  const args = called.slice(0, 1);
  const [row] = dataOf(nodesOf(args), 'approval');
  const given = row?.subject ?? subjectOf(args);
  const { model, version } = given === undefined ? await pickVersion(product, args, title) : await findVersion(models, given.reference, product.signal);
  return { reference: version.id, model: model.name, version: version.version, env: given?.env ?? null };
}
