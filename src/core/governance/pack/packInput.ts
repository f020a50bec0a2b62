import type { GateReport } from '../../model/gate.ts';
import type { Candidate, Digest } from '../ledger/entry.ts';
import type { LedgerFile } from '../ledger/ledgerFile.ts';
import type { Weighed } from '../ledger/weigh.ts';
import type { ModelFile } from '../modelDigest.ts';
import type { Makers } from '../policy/rules/finding.ts';
import type { Roster } from '../roster/roster.ts';

/** Everything an audit pack is made of. */
export interface PackInput {
  /** What governs, byte for byte as the protected ref has it. */
  readonly governed: { readonly ref: string; readonly commit: string; readonly policy: Uint8Array; readonly roster: Uint8Array };
  readonly people: Roster;
  readonly genesis: Digest;
  readonly anchor: readonly Digest[];
  readonly ledger: readonly LedgerFile[];
  readonly weighed: Weighed;
  /** Texts that are not erased, as they are kept: id → bytes. */
  readonly texts: ReadonlyMap<string, Uint8Array>;
  /** Null for a whole ledger. */
  readonly judged: Judged | null;
}

/** One decision, with what is at hand about its model. */
export interface Judged {
  readonly gate: GateReport;
  readonly candidate: Candidate;
  readonly makers: Makers;
  /** Whole results that evidence is the digest of, as far as they were kept: SHA-256 of the bytes → bytes. */
  readonly results: ReadonlyMap<Digest, Uint8Array>;
  /** Files of the model, where they were listed; only their names and digests go into a pack. */
  readonly files: readonly ModelFile[];
  /** The model card as it is at the commit, and its sections by name (`intended_use`); null where there is none. */
  readonly card: { readonly file: Uint8Array; readonly sections: ReadonlyMap<string, string> } | null;
}
