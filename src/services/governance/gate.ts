import { canonicalJson } from '../../core/base/canonicalJson.ts';
import { fail } from '../../core/base/fault.ts';
import { sha256 } from '../../core/base/sha256.ts';
import type { Decision } from '../../core/governance/decision/decide.ts';
import type { Candidate, Digest, Instant } from '../../core/governance/ledger/entry.ts';
import type { Weighed } from '../../core/governance/ledger/weigh.ts';
import type { GateReport } from '../../core/model/gate.ts';
import { policyPath, type Ungoverned } from './readTrusted.ts';
import type { LedgerView, Trusted } from './trusted.ts';

/** What was looked at before anything could be decided, as far as it came. */
export interface GateBase {
  readonly model: string;
  readonly version: string | null;
  readonly env: string;
  readonly trusted: Trusted | null;
  readonly view: LedgerView | null;
  readonly candidate: Candidate | null;
  readonly now: Instant;
}

/** A decision as everybody is told of it. `prefix`: of the folder below the repository's root. */
export function gateReport({ model, version, env, trusted, view, candidate, now }: GateBase, decision: Pick<Decision, 'decision' | 'reason' | 'rules'> & { readonly about: Decision['about'] | null }, prefix: string): GateReport {
  const path = prefix === '' ? policyPath : `${prefix}/${policyPath}`;
  return {
    decision: decision.decision,
    reason: decision.reason,
    model,
    version,
    env,
    modelDigest: candidate?.artifact ?? null,
    rules: decision.rules.map(({ id, outcome, expected, observed, reason, range }) => ({ id, outcome, expected, observed, reason, at: { path, range } })),
    policyDigest: trusted?.policyDigest ?? null,
    policyCommit: trusted?.commit ?? null,
    policyRef: trusted?.ref ?? null,
    rosterDigest: trusted?.rosterDigest ?? null,
    evidenceDigest: decision.about === null ? null : evidenceDigest(decision.about.evidence.map(({ entry }) => entry.digest)),
    ledgerHead: view === null || view.sure.length === 0 ? null : view.sure.join(','),
    anchor: view === null || view.anchor.length === 0 ? null : view.anchor.join(','),
    evaluatedAt: now,
  };
}

/** Nothing could be judged: that blocks. */
export function ungoverned(base: GateBase, { unknown, hint }: Ungoverned, prefix: string): GateReport {
  return gateReport(base, { decision: 'unknown', reason: `${unknown} ${hint}`, rules: [], about: null }, prefix);
}

function evidenceDigest(entries: readonly Digest[]): Digest | null {
  return entries.length === 0 ? null : sha256(canonicalJson([...entries].sort()));
}

/** No decision is made on a ledger that cannot be trusted. Throws `integrity`. */
export function requireWhole({ broken }: Weighed, memory: string): void {
  const [first] = broken;
  if (first === undefined) return;
  const hint =
    first.kind === 'rewound' || first.kind === 'forked'
      ? `Somebody took entries away or wrote another history: ask who may force-push to mlops-ledger, and restore it from a clone that has them. What was seen before is noted in ${memory}.`
      : 'Somebody wrote to mlops-ledger by other means: see “mlops approvals verify”, and restore the branch from a clone that is whole.';
  throw fail('integrity', `The ledger cannot be trusted: ${first.message}`, { hint });
}
