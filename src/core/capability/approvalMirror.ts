/** What a system's own field for an environment says. */
export interface MirrorPointer {
  readonly env: string;
  /** Null where it points nowhere. */
  readonly version: string | null;
  /** Digest of the ledger's entry that it was set for; null where nothing says so. */
  readonly entry: string | null;
}

export interface MirrorChange {
  /** Ids. */
  readonly model: string;
  readonly version: string;
  readonly env: string;
  /** Digest of the ledger's entry that decided it. */
  readonly entry: string;
  /** The version it points to now, as it was read; null = nowhere. */
  readonly expected: string | null;
}

/**
 * A decision written to the system's own field, for people and tools that look there. A projection and never proof: whoever may write
 * the field may set it by hand, which is found by comparing it with the ledger.
 */
export interface ApprovalMirror {
  /** The field's name for an environment, for people: `alias production`. */
  fieldOf(env: string): string;
  pointers(model: string, environments: readonly string[], signal: AbortSignal): Promise<readonly MirrorPointer[]>;
  /** Reads, compares, sets and reads back; that is not atomic. What lives in git's tags was fetched before. Throws `conflict` where somebody else was faster, before or after. */
  point(change: MirrorChange, signal: AbortSignal): Promise<void>;
}
