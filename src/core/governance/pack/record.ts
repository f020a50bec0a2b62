import { exact, fitting, list, orNull, refuse, text, type Decoder } from '../../base/decode.ts';
import { fail } from '../../base/fault.ts';
import type { Candidate, Digest, Instant } from '../ledger/entry.ts';
import { candidate, digest, time } from '../ledger/statement.ts';
import type { Makers } from '../policy/rules/finding.ts';
import { utf8 } from './packFile.ts';

/** Everything that was put into the decision beside policy, roster and ledger, which are files of the pack themselves. */
export interface PackRecord {
  readonly schemaVersion: 1;
  /** Of the ledger's first entry, as the policy pins it. */
  readonly genesis: Digest;
  /** The protected ref and the commit that policy and roster were read at. */
  readonly ref: string;
  readonly commit: string;
  /** Heads of the ledger that it was held against. */
  readonly anchor: readonly Digest[];
  /** Entries that count and that none of those builds on. */
  readonly heads: readonly Digest[];
  /** Entries that were in the ledger and did not count; those that something builds on are in the pack, the others are not. */
  readonly notCounted: ReadonlyArray<{ readonly name: Digest; readonly reason: string }>;
  /** Null in a pack of a whole ledger: nothing was decided. */
  readonly decided: { readonly candidate: Candidate; readonly makers: Makers; readonly now: Instant } | null;
}

export function encodeRecord(record: PackRecord): Uint8Array<ArrayBuffer> {
  return utf8(`${JSON.stringify(record, null, 2)}\n`);
}

const most = 1_000_000;
const unknown = exact<{ unknown: string }>({ unknown: text(10_000) });
const isUnknown = (value: unknown) => typeof value === 'object' && value !== null && 'unknown' in value;
const makers: Decoder<Makers> = exact<Makers>({
  authors: (value, place) => (isUnknown(value) ? unknown(value, place) : exact<{ people: readonly string[] }>({ people: list(text(1_000), most) })(value, place)),
  trainer: (value, place) => (isUnknown(value) ? unknown(value, place) : orNull(text(1_000))(value, place)),
});

const record = exact<PackRecord>({
  schemaVersion: (value, place) => (value === 1 ? 1 : refuse(place, '1')),
  genesis: digest,
  ref: text(1_000),
  commit: fitting(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'a commit'),
  anchor: list(digest, most),
  heads: list(digest, most),
  notCounted: list(exact<{ name: Digest; reason: string }>({ name: digest, reason: text(10_000) }), most),
  decided: orNull(exact<NonNullable<PackRecord['decided']>>({ candidate, makers, now: time })),
});

/** Throws `schema` for anything else than a record. */
export function decodeRecord(bytes: Uint8Array): PackRecord {
  return record(parsedJson(bytes, 'decision.json'), 'decision.json');
}

/** Throws `schema` for bytes that are no JSON. */
export function parsedJson(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw fail('schema', `${name} is no JSON.`);
  }
}
