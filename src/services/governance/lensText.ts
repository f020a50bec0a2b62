import { rulesFor } from '../../core/governance/policy/policy.ts';
import { skewMs } from '../../core/governance/ledger/caseOf.ts';
import type { Gated } from './governance.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** `churn v7 · production: 1 of 2 approvals · drift evidence 9 d old`: how a version stands, in a line. */
export function approvalLensText({ report, decision, trusted }: Pick<Gated, 'report' | 'decision' | 'trusted'>): string {
  const { model, version, env } = report;
  const name = version === null ? model : `${model} ${versionWord(version)}`;
  return [name, `${env}: ${standing({ report, trusted })}`, decision === null ? null : driftAge(decision.about.evidence, report.evaluatedAt)].filter((part) => part !== null).join(' · ');
}

/** `would pass`, or `would fail: 2 rules`: what a gate would say now, for the line above a job that deploys. */
export function gatePreviewText({ report }: Pick<Gated, 'report'>): string {
  if (report.decision === 'pass') return 'would pass';
  const blocking = report.rules.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown').length;
  const word = report.decision === 'fail' ? 'would fail' : 'would not pass';
  return blocking === 0 ? `${word}: ${report.reason}` : `${word}: ${blocking} ${blocking === 1 ? 'rule' : 'rules'}`;
}

/** Semantic versions carry their own `v`. */
export function versionWord(version: string): string {
  return /^\d/.test(version) ? `v${version}` : version;
}

function standing({ report, trusted }: Pick<Gated, 'report' | 'trusted'>): string {
  if (report.decision === 'pass') return 'approved';
  const chosen = trusted === null ? { unknown: '' } : rulesFor(trusted.policy, report.model, report.env);
  const asking = new Set('unknown' in chosen ? [] : chosen.rules.flatMap(({ id, check }) => (check.kind === 'approvals' ? [id] : [])));
  const open = report.rules.filter(({ id, outcome }) => asking.has(id) && outcome !== 'pass' && outcome !== 'waived');
  if (open.length > 0) return open.map(({ observed }) => observed).join(', ');
  const blocking = report.rules.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown').length;
  return blocking === 0 ? 'unknown' : `${asking.size > 0 ? 'approved, ' : ''}${blocking} ${blocking === 1 ? 'rule' : 'rules'} open`;
}

/** Of the newest data that a drift report tells of. */
function driftAge(evidence: NonNullable<Gated['decision']>['about']['evidence'], now: string): string | null {
  const ends = evidence.flatMap(({ entry }) => entry.items.filter(({ kind }) => kind === 'drift').map(({ asOf }) => asOf)).sort();
  const last = ends.at(-1);
  const age = last === undefined ? NaN : Date.parse(now) - Date.parse(last);
  // What claims to be of the future has no age.
  if (!(age >= -skewMs)) return null;
  return `drift evidence ${age >= 2 * dayMs ? `${Math.floor(age / dayMs)} d` : `${Math.max(0, Math.floor(age / hourMs))} h`} old`;
}
