import type { Digest } from './entry.ts';

/** An entry and its signature as they lie in the ledger. */
export interface LedgerFile {
  /** The digest that its name says. */
  readonly name: Digest;
  readonly bytes: Uint8Array;
  /** Null where there is none. */
  readonly signature: Uint8Array | null;
}
