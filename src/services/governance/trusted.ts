import type { Digest } from '../../core/governance/ledger/entry.ts';
import type { Weighed } from '../../core/governance/ledger/weigh.ts';
import type { Policy } from '../../core/governance/policy/policy.ts';
import type { Roster } from '../../core/governance/roster/roster.ts';

/** What governs a repository, as a protected branch has it at this moment. */
export interface Trusted {
  /** Working-tree root. */
  readonly root: string;
  /** Full name of the ref that was read. */
  readonly ref: string;
  readonly commit: string;
  readonly policy: Policy;
  readonly policyDigest: Digest;
  readonly roster: Roster;
  readonly rosterDigest: Digest;
}

/** The ledger as it was read, and what of it counts. */
export interface LedgerView {
  readonly weighed: Weighed;
  /** Of its first entry, as the policy pins it. */
  readonly genesis: Digest;
  /** The newest entries that hold for good, with all that they build on: what may be remembered and handed on. See `sureHeads`. */
  readonly sure: readonly Digest[];
  /** What was remembered of it before; empty where nothing is. */
  readonly anchor: readonly Digest[];
}
