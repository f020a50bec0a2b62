import type { TextRange } from './pipeline.ts';

/** One rule of the policy, held against the evidence. Unknown blocks as a failure does. */
export interface GateRule {
  readonly id: string;
  readonly outcome: 'pass' | 'fail' | 'unknown' | 'waived';
  readonly expected: string;
  readonly observed: string;
  readonly reason: string;
  /** Where its cause stands: the rule in the policy where nothing nearer is known. `path` is below the repository's root. */
  readonly at: { readonly path: string; readonly range: TextRange } | null;
}

/** What `mlops gate` answers. Digests are SHA-256 as 64 hex digits; null where there is nothing to digest. */
export interface GateReport {
  readonly decision: 'pass' | 'fail' | 'unknown';
  /** Why, in one sentence. */
  readonly reason: string;
  readonly model: string;
  readonly version: string | null;
  readonly env: string;
  /** Of the artifact's files. */
  readonly modelDigest: string | null;
  readonly rules: readonly GateRule[];
  readonly policyDigest: string | null;
  /** The commit policy and roster were read at: the tip of a protected branch, never the change under judgement. */
  readonly policyCommit: string | null;
  readonly policyRef: string | null;
  readonly rosterDigest: string | null;
  /** Of all evidence that was looked at. */
  readonly evidenceDigest: string | null;
  /** The entries that end the ledger, joined by commas in order: what a later `--anchor` holds it against. */
  readonly ledgerHead: string | null;
  /** What it was held against. */
  readonly anchor: string | null;
  /** ISO 8601 UTC. */
  readonly evaluatedAt: string;
}
