import { groupBy } from '../../base/groupBy.ts';
import { caseOf, saidUntil, takenBack, type Case, type Said } from '../ledger/caseOf.ts';
import type { EntryKind } from '../ledger/entry.ts';
import type { CountedEntry, Weighed } from '../ledger/weigh.ts';
import { Evidence } from '../policy/evidence.ts';
import { rulesFor, type Policy } from '../policy/policy.ts';
import { checkApprovals } from '../policy/rules/approvals.ts';

export interface RequestState {
  readonly request: Said<'request'>;
  /**
   * `open`: approvals are missing; `approved`: of those that the policy asks for none is; `rejected`: somebody blocks it; `replaced`: it was
   * asked anew; `taken back`: withdrawn or revoked. The evidence is the gate's to judge, and who wrote the model too.
   */
  readonly state: 'open' | 'approved' | 'rejected' | 'replaced' | 'taken back';
  /** Of this request, oldest first, without those taken back. */
  readonly decisions: ReadonlyArray<Said<'approve' | 'reject' | 'request-changes'>>;
  readonly waivers: ReadonlyArray<Said<'waive'>>;
  /** On the request and on what was said to it, oldest first. */
  readonly comments: ReadonlyArray<Said<'comment'>>;
  /** What the policy's rules on approvals still lack, in words. */
  readonly missing: readonly string[];
}

/** Every request of the ledger with what became of it, latest first. `now`: ISO 8601. */
export function requestStates(weighed: Weighed, policy: Policy, now: string): RequestState[] {
  const all = saidUntil(weighed, Date.parse(now));
  const gone = takenBack(all, weighed);
  const live = all.filter(({ entry }) => !gone.has(entry.digest)).sort((a, b) => a.entry.seq - b.entry.seq || (a.entry.digest < b.entry.digest ? -1 : 1));
  const ofRequest = groupBy(live, ({ entry }) => ('request' in entry ? entry.request : null));
  return all
    .filter((one): one is Said<'request'> => one.entry.kind === 'request')
    .sort((a, b) => b.entry.seq - a.entry.seq || (a.entry.digest < b.entry.digest ? -1 : 1))
    .map((request) => {
      const { candidate, digest } = request.entry;
      const about = caseOf(weighed, candidate, Date.parse(now));
      const said = ofRequest.get(digest) ?? [];
      const talked = new Set([digest, ...said.map(({ entry }) => entry.digest)]);
      const base = {
        request,
        decisions: of(said, 'approve', 'reject', 'request-changes'),
        waivers: of(said, 'waive'),
        comments: of(live, 'comment').filter(({ entry }) => talked.has(entry.about)),
      };
      if (gone.has(digest)) return { ...base, state: 'taken back', missing: [] };
      if (!about.requests.some(({ entry }) => entry.digest === digest)) return { ...base, state: 'replaced', missing: [] };
      const missing = lacking(policy, about, now);
      return { ...base, missing, state: about.rejections.length > 0 ? 'rejected' : missing.length === 0 ? 'approved' : 'open' };
    });
}

/** By the ledger alone: who wrote the model is not looked at here. */
function lacking(policy: Policy, about: Case, now: string): string[] {
  const chosen = rulesFor(policy, about.candidate.model, about.candidate.env);
  if ('unknown' in chosen) return [chosen.unknown];
  return chosen.rules.flatMap(({ id, check }) => {
    if (check.kind !== 'approvals') return [];
    const finding = checkApprovals(check, { candidate: about.candidate, evidence: new Evidence([]), champion: null, about, makers: { authors: { people: [] }, trainer: null }, now });
    return finding.outcome === 'pass' ? [] : [`${id}: ${finding.reason} Asked for: ${finding.expected}.`];
  });
}

function of<K extends EntryKind>(said: readonly CountedEntry[], ...kinds: readonly K[]): Array<Said<K>> {
  return said.filter((one): one is Said<K> => (kinds as readonly EntryKind[]).includes(one.entry.kind));
}
