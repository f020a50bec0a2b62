import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import { caseOf } from '../../core/governance/ledger/caseOf.ts';
import type { Digest } from '../../core/governance/ledger/entry.ts';
import { approvalSubject, type ApprovalSubject } from '../../protocol/approval.ts';
import { openDesk, write } from '../../services/governance/approvalsDesk.ts';
import { askFor } from '../../services/governance/approvalsEntries.ts';
import { initApprovals } from '../../services/governance/approvalsInit.ts';
import type { Collected } from '../../services/governance/governance.ts';
import { pushQueued } from '../../services/governance/inbox.ts';
import { policyPath } from '../../services/governance/readTrusted.ts';
import type { LedgerView, Trusted } from '../../services/governance/trusted.ts';
import { alone, askText, choose, chooseMany, settled } from '../forms/steps.ts';
import { askPassphrase } from '../panels/approval/editor.ts';
import type { CommandHandler, Product } from '../product.ts';
import { plain } from '../views/rows/text.ts';
import { pickVersion } from './models.ts';
import { dataOf, nodesOf, targetNodes } from './pickers.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

/** Of a row, or of a version and an environment that are asked for. */
export const openApproval: CommandHandler = async (product, ...args) => {
  const [given] = dataOf([...nodesOf(args), ...targetNodes(product, 'mlops.approvals', args)], 'approval');
  const subject = given?.subject ?? subjectOf(args) ?? (await pickSubject(product, args, t('Open Approval')));
  await product.panels.openApproval(subject, { fetches: true });
};

/** Signs what is known of a version and asks for its approval. Whoever may decide does that in the panel, or in a terminal. */
export const requestApproval: CommandHandler = async (product, ...args) => {
  const title = t('Request Approval');
  const { reference, env } = subjectOf(args) ?? (await pickSubject(product, args, title));
  const { workbench } = product;
  const name = `${plain(reference, 80)} → ${plain(env, 40)}`;
  const { trusted, view, found } = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: t('Collecting the evidence on {0}', name), cancellable: true }, async (_, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    return collect(product, reference, env, controller.signal);
  });
  const supersedes = await answeredRejections(found, view, workbench.machine.clock.nowMs());
  const reason = settled(await askText(alone(`${title}: ${name}`), { prompt: t('What speaks for it. It is signed with {0} pieces of evidence; empty says nothing.', found.items.length) })).trim();
  const desk = await openDesk(workbench.machine, trusted, view, { passphrase: askPassphrase }, product.signal);
  const { entries, warnings } = askFor(desk, found.candidate, found.items, { supersedes, ...(reason === '' ? {} : { reason }) }, workbench.machine.clock.nowMs());
  const { synced } = await write(workbench.machine, desk, entries, product.signal);
  product.approvals.changed();
  for (const { message } of found.problems) product.output.warn(`request: ${message}`);
  for (const warning of warnings) product.output.warn(`request: ${warning}`);
  const open = t('Open Approval');
  const said = t('{0} asked that {1} {2} go to {3}.', desk.person.id, plain(found.candidate.model, 60), plain(found.candidate.version, 40), plain(env, 40));
  const kept = synced.queued === null ? '' : ` ${t('It is kept here and not pushed yet: {0}', synced.queued.message)}`;
  void vscode.window.showInformationMessage(`${said}${kept}`, open).then((chosen) => (chosen === open ? product.panels.openApproval({ reference, env }, { fetches: false }) : undefined));
};

/** Asks the remote of the ledger and of the policy. */
export const refreshApprovals: CommandHandler = async (product) => {
  await vscode.window.withProgress({ location: { viewId: 'mlops.approvals' } }, async () => {
    await product.approvals.refresh();
    product.trees['mlops.approvals'].refreshSoon();
    await product.trees['mlops.approvals'].flush();
  });
};

/** What was signed without a network goes to the remote. */
export const pushApprovals: CommandHandler = async (product) => {
  const { machine, governance } = product.workbench;
  const synced = await vscode.window.withProgress({ location: { viewId: 'mlops.approvals' } }, () => pushQueued(machine, governance, product.signal));
  product.approvals.changed();
  if (synced === null) throw fail('notFound', t('This repository has no remote, so the ledger is kept here.'));
  if (synced.queued !== null) {
    const { code, message, ...more } = synced.queued;
    throw fail(code, message, more);
  }
  vscode.window.setStatusBarMessage(t('The ledger is pushed to {0}.', synced.remote ?? ''), 5000);
};

/** Makes what is missing of ledger, roster and policy, after a person read what that is. */
export const setUpApprovals: CommandHandler = async (product) => {
  const { machine, catalog, models } = product.workbench;
  const folder = catalog.folders[0];
  if (folder === undefined) throw fail('notFound', t('No folder is open.'));
  const make = t('Set Up');
  const detail = [
    t('This makes what is missing, and changes nothing that is there:'),
    t('• a branch mlops-ledger with a first entry, signed with your SSH key, pushed where there is a remote'),
    t('• .mlops/roster.yaml with you as its first person'),
    t('• .mlops/policy.yaml with a first policy'),
    t('The two files count once they are committed on the protected branch: you do that.'),
  ].join('\n');
  if ((await vscode.window.showWarningMessage(t('Set up approvals in this repository?'), { modal: true, detail }, make)) !== make) return;
  const { items } = await models.list(product.signal);
  const done = await initApprovals(machine, folder, { models: [...new Set(items.map(({ name }) => name))].sort(), passphrase: askPassphrase }, product.signal);
  product.approvals.changed();
  for (const line of done.next) product.output.info(`next: ${line}`);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(vscode.Uri.file(folder), policyPath), { preview: true });
  const show = t('Show All Steps');
  void vscode.window.showInformationMessage(done.next[0] ?? t('Approvals are set up.'), ...(done.next.length > 1 ? [show] : [])).then((chosen) => (chosen === show ? product.output.show() : undefined));
};

async function collect({ workbench: { governance } }: Product, reference: string, env: string, signal: AbortSignal): Promise<{ readonly trusted: Trusted; readonly view: LedgerView; readonly found: Collected }> {
  const { trusted } = await governance.trusted({ fetches: true }, signal);
  if ('unknown' in trusted) throw fail('invalid', trusted.unknown, { hint: trusted.hint });
  const view = await governance.ledger(trusted, { fetches: true }, signal);
  if ('unknown' in view) throw fail('invalid', view.unknown, { hint: view.hint });
  return { trusted, view, found: await governance.collect(reference, env, trusted, {}, signal) };
}

/** Rejections that still block: the person says which of them this request answers. */
async function answeredRejections({ candidate }: Collected, { weighed }: LedgerView, nowMs: number): Promise<readonly Digest[]> {
  const { rejections } = caseOf(weighed, candidate, nowMs);
  if (rejections.length === 0) return [];
  const choices = rejections.map(({ entry, signer }) => ({ label: t('{0} by {1}', entry.kind === 'reject' ? t('rejected') : t('changes asked for'), plain(signer.id, 40)), description: entry.digest.slice(0, 8), value: entry.digest, picked: false }));
  return settled(await chooseMany(alone(t('What Does This Answer?')), choices, { placeholder: t('These block it. Choose those that the version answers; none = they stay') }));
}

/** A version of a row or a choice, and an environment that the policy names for its model. */
async function pickSubject(product: Product, args: readonly unknown[], title: string): Promise<ApprovalSubject> {
  const { model, version } = await pickVersion(product, args, title);
  const { trusted } = await product.workbench.governance.trusted({ fetches: false }, product.signal);
  if ('unknown' in trusted) throw fail('invalid', trusted.unknown, { hint: trusted.hint });
  const environments = trusted.policy.models.get(model.name)?.environments ?? [];
  if (environments.length === 0) throw fail('invalid', t('The policy names no model “{0}”.', plain(model.name, 80)), { hint: t('Add it to {0} on the protected branch.', policyPath) });
  const env = environments.length === 1 ? environments[0]! : settled(await choose(alone(title), environments.map((one) => ({ label: plain(one, 80), value: one })), { placeholder: t('Where {0} {1} is to go', plain(model.name, 60), plain(version.version, 40)) }));
  return { reference: version.id, env };
}

/** Of another part of the product, which names what it is about; nothing else is taken from it. */
export function subjectOf(args: readonly unknown[]): ApprovalSubject | undefined {
  const [given] = args;
  if (typeof given !== 'object' || given === null || !('reference' in given)) return undefined;
  return approvalSubject(given, 'subject');
}
