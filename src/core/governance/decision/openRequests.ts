import { groupBy } from '../../base/groupBy.ts';
import { caseOf, liveEntries, type Case, type Said } from '../ledger/caseOf.ts';
import type { CountedEntry, Weighed } from '../ledger/weigh.ts';
import { Evidence } from '../policy/evidence.ts';
import { rulesFor, type Policy } from '../policy/policy.ts';
import { bars, checkApprovals, type ApprovalsCheck } from '../policy/rules/approvals.ts';
import type { Finding } from '../policy/rules/finding.ts';
import type { Person } from '../roster/roster.ts';

/** A request that nobody replaced or took back, and that led to no deployment yet. By the ledger alone: who wrote the model is the gate's to say. */
export interface OpenRequest {
  readonly request: Said<'request'>;
  readonly state: 'open' | 'approved' | 'rejected';
  /** `1 of 2 approvals`, or what blocks it. */
  readonly observed: string;
  /** Roles of which a signature is missing. */
  readonly lacking: readonly string[];
  /** Who asked, as far as the policy bars them, and who has decided already. */
  readonly settled: readonly string[];
}

/** Latest first. `now`: ISO 8601. */
export function openRequests(weighed: Weighed, policy: Policy, now: string): OpenRequest[] {
  const nowMs = Date.parse(now);
  const live = liveEntries(weighed, nowMs);
  const places = groupBy(live.filter(({ entry }) => 'candidate' in entry), ({ entry }) => ('candidate' in entry ? JSON.stringify([entry.candidate.model, entry.candidate.version, entry.candidate.env]) : ''));
  const deployed = new Set(live.flatMap(({ entry }) => (entry.kind === 'deploy' ? [entry.request] : [])));
  const blocks = live.filter(({ entry }) => entry.kind === 'reject' || entry.kind === 'request-changes');
  return [...places.values()]
    .flatMap((entries) => ofPlace(entries, blocks, weighed, policy, now))
    .filter(({ request }) => !deployed.has(request.entry.digest))
    .sort((a, b) => b.request.entry.seq - a.request.entry.seq || (a.request.entry.digest < b.request.entry.digest ? -1 : 1));
}

/** Does an open request wait for this person, as far as the ledger tells? */
export function waitsFor({ state, lacking, settled }: OpenRequest, person: Pick<Person, 'id' | 'roles' | 'isBot'>): boolean {
  return state === 'open' && !person.isBot && !settled.includes(person.id) && lacking.some((role) => person.roles.includes(role));
}

function ofPlace(entries: readonly CountedEntry[], blocks: readonly CountedEntry[], weighed: Weighed, policy: Policy, now: string): OpenRequest[] {
  const asked = entries.filter((one): one is Said<'request'> => one.entry.kind === 'request');
  const [first, second] = asked;
  if (first === undefined) return [];
  // With one request nothing can replace it, so the rest of the ledger need not be walked through for it; but what was rejected under another version may be this.
  const among: Weighed = second === undefined ? { ...weighed, counted: new Map([...entries, ...blocks].map((one) => [one.entry.digest, one])) } : weighed;
  const latest = asked.reduce((last, one) => (one.entry.seq > last.entry.seq ? one : last));
  const about = caseOf(among, latest.entry.candidate, Date.parse(now));
  return about.requests.slice(0, 1).map((request) => stateOf(request, about, policy, now));
}

function stateOf(request: Said<'request'>, about: Case, policy: Policy, now: string): OpenRequest {
  const findings = approvalFindings(policy, about, now);
  const [rejection] = about.rejections;
  const missing = findings.filter(({ finding }) => finding.outcome !== 'pass');
  const settled = [...about.approvals.filter(({ entry }) => entry.request === request.entry.digest).map(({ signer }) => signer.id), ...(findings.some(({ check }) => bars(check, 'requester')) ? [request.signer.id] : [])];
  return {
    request,
    state: rejection !== undefined ? 'rejected' : missing.length > 0 ? 'open' : 'approved',
    observed: observedOf(findings, missing),
    lacking: [...new Set(missing.flatMap(({ check }) => check.require.map(({ role }) => role)))],
    settled: [...new Set(settled)],
  };
}

function observedOf(findings: readonly ApprovalFinding[], missing: readonly ApprovalFinding[]): string {
  const shown = missing.length > 0 ? missing : findings;
  return shown.length === 0 ? 'no approval is asked for' : shown.map(({ id, finding }) => (shown.length > 1 ? `${id}: ${finding.observed}` : finding.observed)).join(', ');
}

interface ApprovalFinding {
  readonly id: string;
  readonly check: ApprovalsCheck;
  readonly finding: Finding;
}

/** What the policy's rules on approvals say of a case, without the evidence. */
function approvalFindings(policy: Policy, about: Case, now: string): ApprovalFinding[] {
  const chosen = rulesFor(policy, about.candidate.model, about.candidate.env);
  if ('unknown' in chosen) return [];
  return chosen.rules.flatMap(({ id, check }) =>
    check.kind === 'approvals' ? [{ id, check, finding: checkApprovals(check, { candidate: about.candidate, evidence: new Evidence([]), champion: null, about, makers: { authors: { people: [] }, trainer: null }, now }) }] : [],
  );
}
