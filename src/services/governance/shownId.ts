import { canonicalJson } from '../../core/base/canonicalJson.ts';
import { sha256 } from '../../core/base/sha256.ts';
import { historyOf } from '../../core/governance/ledger/history.ts';
import type { Digest } from '../../core/governance/ledger/entry.ts';
import type { Gated } from './governance.ts';

/**
 * Names what somebody looks at before they decide: the candidate down to its digests, what each rule says of it, by which policy and
 * roster, and every entry that was said about it. Two looks with one id are one thing to decide on; words that only tell an age are no
 * part of it.
 */
export function shownId({ report, decision, found, trusted, view }: Gated): Digest | null {
  if (decision === null || found === null || trusted === null || view === null) return null;
  const { policyDigest, rosterDigest } = trusted;
  return sha256(
    canonicalJson({
      candidate: found.candidate,
      decision: report.decision,
      rules: report.rules.map(({ id, outcome, expected }) => ({ id, outcome, expected })),
      policyDigest,
      rosterDigest,
      genesis: view.genesis,
      said: historyOf(view.weighed, found.candidate).map(({ one }) => one.entry.digest),
    }),
  );
}
