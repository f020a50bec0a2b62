/** What a ledger's entries say, decoded. Digests are SHA-256 as 64 hex digits; a commit is git's own. */
export type Digest = string;
/** `2026-01-31T12:00:00.000Z`: one spelling of each time. */
export type Instant = string;
/** `SHA256:…`, as `ssh-keygen -l` has it. */
export type Fingerprint = string;

/** A version of a model with all that a decision on it binds. */
export interface Candidate {
  readonly model: string;
  readonly version: string;
  readonly env: string;
  /** Of the artifact's files: see `modelDigest`. */
  readonly artifact: Digest;
  /** Of the data versions, the params and the metrics it was trained on, with and judged by; null where it has none. */
  readonly data: Digest | null;
  readonly params: Digest | null;
  readonly metrics: Digest | null;
  readonly commit: string | null;
  /** Of the rules of the policy that apply to this model in this environment. */
  readonly rules: Digest;
}

/** Free text is kept beside the ledger, where it can be erased: the entry holds its digest with a salt. */
export interface TextDigest {
  readonly id: string;
  readonly digest: Digest;
}

/** Where an entry stands among the others. */
export type Place = Pick<EntryHead, 'digest' | 'genesis' | 'prev' | 'seq' | 'claimedAt' | 'fingerprint'>;

export interface EntryHead {
  /** Of the entry's bytes: its name. */
  readonly digest: Digest;
  /** Digest of the ledger's first entry; of that entry itself its own. */
  readonly genesis: Digest;
  /** Heads of the ledger that its writer saw. */
  readonly prev: readonly Digest[];
  /** 1 + the largest of `prev`; 0 for the first entry. */
  readonly seq: number;
  /** By its writer's clock: a claim. */
  readonly claimedAt: Instant;
  /** Fingerprint of the key that it is signed with, so that nobody can put a signature of their own in another's place. */
  readonly fingerprint: Fingerprint;
  readonly text: TextDigest | null;
}

/** Something that was measured of a candidate, small enough to be signed itself. */
export interface EvidenceItem {
  readonly kind: string;
  /** Of the whole result, kept elsewhere. */
  readonly digest: Digest;
  /** Where it was found: a path, a run, a report. For people. */
  readonly from: string;
  /** The end of the data, or the measurement: what its age counts from. */
  readonly asOf: Instant;
  /** Numbers that rules read, by dotted path (`metrics.auc`); a unit where it has one. */
  readonly values: ReadonlyMap<string, { readonly value: number | string | boolean; readonly unit: string | null; readonly samples: number | null }>;
}

interface DecisionBody<K extends string> {
  readonly kind: K;
  readonly candidate: Candidate;
  readonly request: Digest;
  /** In which the signer decides; it counts only where the roster gives it. */
  readonly role: string;
}

export type EntryBody =
  | { readonly kind: 'genesis'; readonly project: string }
  | { readonly kind: 'request'; readonly candidate: Candidate; readonly supersedes: readonly Digest[] }
  | { readonly kind: 'evidence'; readonly candidate: Candidate; readonly items: readonly EvidenceItem[] }
  | DecisionBody<'approve'>
  | DecisionBody<'reject'>
  | DecisionBody<'request-changes'>
  | { readonly kind: 'comment'; readonly about: Digest }
  | { readonly kind: 'withdraw'; readonly entry: Digest }
  | { readonly kind: 'waive'; readonly candidate: Candidate; readonly request: Digest; readonly rule: string; readonly until: Instant }
  | { readonly kind: 'revoke'; readonly entry: Digest }
  | { readonly kind: 'deploy'; readonly candidate: Candidate; readonly request: Digest; readonly replaces: Digest | null }
  | { readonly kind: 'rollback'; readonly candidate: Candidate; readonly to: Digest; readonly replaces: Digest }
  | { readonly kind: 'join' }
  | { readonly kind: 'anchor'; readonly entries: number };

export type EntryKind = EntryBody['kind'];
/** One of these kinds; without, of any. */
export type Entry<K extends EntryKind = EntryKind> = { readonly [One in K]: EntryHead & Extract<EntryBody, { readonly kind: One }> }[K];
/** Before its bytes are there to be digested. */
export type Undigested<K extends EntryKind = EntryKind> = { readonly [One in K]: Omit<EntryHead, 'digest'> & Extract<EntryBody, { readonly kind: One }> }[K];
