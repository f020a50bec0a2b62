import type { OpenRequest } from '../../../core/governance/decision/openRequests.ts';
import { waitsFor } from '../../../core/governance/decision/openRequests.ts';
import type { TruthDrift } from '../../../core/governance/audit.ts';
import type { Problem } from '../../../core/model/problem.ts';
import type { Me } from '../../../services/governance/inbox.ts';
import { versionWord } from '../../../services/governance/lensText.ts';
import type { VersionApproval } from '../../approvals/board.ts';
import { joined, type Row, type RowContext, type RowIcon } from './row.ts';
import { age, plain } from './text.ts';

/** A request in the inbox: what is asked, how far it is, by whom, and whether it waits for whoever sits here. */
export function requestRow(one: OpenRequest, me: Me, context: RowContext): Row {
  const { t } = context;
  const { candidate, digest, claimedAt } = one.request.entry;
  const label = `${plain(candidate.model, 80)} ${plain(versionWord(candidate.version), 40)} → ${plain(candidate.env, 40)}`;
  const waits = 'person' in me && waitsFor(one, me.person);
  const description = joined([stateText(one, context), waits && t('waits for you'), t('asked by {0}', plain(one.request.signer.id, 40)), age(claimedAt, context)]);
  return {
    id: `request ${digest}`,
    label,
    description,
    icon: waits ? { name: 'bell-dot', color: 'charts.blue' } : stateIcon(one.state),
    children: 'none',
    tokens: ['approval', 'id'],
    speech: joined([label, description], ', '),
    subject: digest,
  };
}

/** Below a version: how it stands in one environment. */
export function versionApprovalRow({ env, request, isRunning }: VersionApproval, version: string, context: RowContext): Row {
  const { t } = context;
  const label = plain(env, 60);
  const description = joined([isRunning && t('runs here'), request !== null && stateText(request, context), request !== null && age(request.request.entry.claimedAt, context)]);
  return {
    id: `approval ${version} ${env}`,
    label,
    description,
    icon: request === null ? { name: 'rocket', color: 'testing.iconPassed' } : stateIcon(request.state),
    children: 'none',
    tokens: ['approval'],
    speech: joined([t('environment {0}', label), description], ', '),
    subject: null,
  };
}

/** `production: 1 of 2 approvals`, beside the name of a version. */
export function approvalBadge(approvals: readonly VersionApproval[], context: RowContext): string {
  return approvals.flatMap(({ env, request }) => (request === null ? [] : [`${plain(env, 30)}: ${stateText(request, context)}`])).join(', ');
}

/** An alias or a stage that moved without a decision. */
export function truthProblem({ model, field, env, reason }: TruthDrift): Problem {
  return { source: model, severity: 'warning', code: 'conflict', message: `${model}: ${field} moved without a decision. ${reason}`, hint: `“mlops gate --audit” tells all of it. Promote or roll back in ${env}, or set it back by hand.` };
}

/** What was signed here and is not on the remote yet. */
export function queuedRow(remote: string, { t }: RowContext): Row {
  const label = t('Not pushed to {0} yet', plain(remote, 40));
  return { id: 'queued', label, description: t('what was signed here is kept and goes with the next push'), icon: { name: 'cloud-upload', color: 'list.warningForeground' }, children: 'none', tokens: ['queued'], speech: label, subject: null };
}

function stateText({ state, observed }: OpenRequest, { t }: RowContext): string {
  return state === 'approved' ? joined([t('approved'), plain(observed, 80)]) : plain(observed, 120);
}

/** Shapes differ, so colour is not needed to tell them apart. */
function stateIcon(state: OpenRequest['state']): RowIcon {
  if (state === 'approved') return { name: 'pass', color: 'testing.iconPassed' };
  return state === 'rejected' ? { name: 'error', color: 'testing.iconFailed' } : { name: 'git-pull-request', color: 'charts.blue' };
}
