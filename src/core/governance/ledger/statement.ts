import { canonicalJson, isCanonical } from '../../base/canonicalJson.ts';
import { exact, exactly, fitting, list, named, oneOf, orNull, refuse, text, whole, type Decoder } from '../../base/decode.ts';
import { fail } from '../../base/fault.ts';
import { sha256 } from '../../base/sha256.ts';
import type { Candidate, Digest, Entry, EntryBody, EntryKind, EvidenceItem, Fingerprint, Instant, TextDigest, Undigested } from './entry.ts';

/** Largest entry, in bytes. */
export const maxEntryBytes = 64 * 1024;
/** More heads are joined first. */
export const maxPrev = 64;

const statementType = 'https://in-toto.io/Statement/v1';

/** Predicate types of our own, four for all kinds. */
const predicateTypes: Readonly<Record<EntryKind, string>> = {
  genesis: 'decision',
  request: 'decision',
  evidence: 'evidence',
  approve: 'decision',
  reject: 'decision',
  'request-changes': 'decision',
  comment: 'decision',
  withdraw: 'decision',
  waive: 'waiver',
  revoke: 'decision',
  deploy: 'deployment',
  rollback: 'deployment',
  join: 'decision',
  anchor: 'decision',
};
const typeOf = (kind: EntryKind) => `urn:mlops-workbench:ledger:${predicateTypes[kind]}:v1`;

const hex = (digits: number) => new RegExp(`^[0-9a-f]{${digits}}$`);
export const digest: Decoder<Digest> = fitting(hex(64), 'a SHA-256 in hex');
const commit = fitting(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'a commit');
const word = text(200);
export const fingerprint: Decoder<Fingerprint> = fitting(/^SHA256:[A-Za-z0-9+/]{43}$/, 'the fingerprint of a key');
/** Of a day that every month has: such a time is there, and spelled as it is to be. */
const plainTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
export const time: Decoder<Instant> = (value, place) => {
  if (typeof value === 'string' && plainTime.test(value)) return value;
  const ms = typeof value === 'string' ? Date.parse(value) : NaN;
  return typeof value === 'string' && Number.isFinite(ms) && new Date(ms).toISOString() === value ? value : refuse(place, 'a time as 2026-01-31T12:00:00.000Z');
};

export const candidate = exact<Candidate>({ model: word, version: word, env: word, artifact: digest, data: orNull(digest), params: orNull(digest), metrics: orNull(digest), commit: orNull(commit), rules: digest });

const item = exact<EvidenceItem>({
  kind: word,
  digest,
  from: text(1000),
  asOf: time,
  values: named(
    exact<{ value: number | string | boolean; unit: string | null; samples: number | null }>({
      value: (value, place) => (typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) ? value : refuse(place, 'a number, a text or a truth value')),
      unit: orNull(word),
      samples: orNull(whole(0, Number.MAX_SAFE_INTEGER)),
    }),
    1_000,
  ),
});

type BodyFields = { readonly [K in EntryKind]: { readonly [F in Exclude<keyof Extract<EntryBody, { readonly kind: K }>, 'kind'>]: Decoder<Extract<EntryBody, { readonly kind: K }>[F]> } };

const decision = { candidate, request: digest, role: word };
const bodies: BodyFields = {
  genesis: { project: word },
  request: { candidate, supersedes: list(digest, 100) },
  evidence: { candidate, items: list(item, 100) },
  approve: decision,
  reject: decision,
  'request-changes': decision,
  comment: { about: digest },
  withdraw: { entry: digest },
  waive: { candidate, request: digest, rule: word, until: time },
  revoke: { entry: digest },
  deploy: { candidate, request: digest, replaces: orNull(digest) },
  rollback: { candidate, to: digest, replaces: digest },
  join: {},
  anchor: { entries: whole(0, Number.MAX_SAFE_INTEGER) },
};
const kinds = Object.keys(bodies) as readonly EntryKind[];

interface Common {
  readonly kind: EntryKind;
  readonly genesis: Digest | null;
  readonly prev: readonly Digest[];
  readonly seq: number;
  readonly nonce: string;
  readonly claimedAt: Instant;
  readonly fingerprint: Fingerprint;
  readonly text: TextDigest | null;
}

const common: { readonly [K in keyof Common]: Decoder<Common[K]> } = {
  kind: oneOf(...kinds),
  genesis: orNull(digest),
  prev: list(digest, maxPrev),
  seq: whole(0, Number.MAX_SAFE_INTEGER),
  nonce: fitting(hex(32), '16 bytes in hex'),
  claimedAt: time,
  fingerprint,
  text: orNull(exact<TextDigest>({ id: fitting(hex(32), 'the id of a text'), digest })),
};

interface Statement {
  readonly _type: string;
  readonly predicateType: string;
  readonly subject: readonly Subject[];
  readonly predicate: Common;
}

const statements = Object.fromEntries(
  kinds.map((kind) => [
    kind,
    exact<Statement>({
      _type: exactly(statementType),
      predicateType: exactly(typeOf(kind)),
      subject: list(exact<Subject>({ name: word, digest: exact<{ sha256: Digest }>({ sha256: digest }) }), 200),
      predicate: exact<Common>({ ...common, ...bodies[kind] }),
    }),
  ]),
) as Readonly<Record<EntryKind, Decoder<Statement>>>;

/**
 * The bytes of an entry: an in-toto Statement as RFC 8785 writes it, under the name of its own digest. Throws `corrupt` or `schema`
 * for bytes that are not what `encodeEntry` would have written: another order of keys, a key twice, an unknown one, blanks. `own` is
 * the digest of the bytes where the caller has it.
 */
export function decodeEntry(bytes: Uint8Array, own: Digest = sha256(bytes)): Entry {
  if (bytes.length > maxEntryBytes) throw fail('tooLarge', `An entry of ${bytes.length} bytes is larger than ${maxEntryBytes}.`);
  const form = utf8(bytes);
  const statement = json(form);
  // What parses to the same value in other bytes would be a second name of one entry.
  if (!isPlain(statement, form) || !isCanonical(statement, form)) throw fail('corrupt', 'The entry is not in the one form that entries have.');
  const kind = kindOf(statement);
  const outer = statements[kind](statement, 'entry');
  const { nonce, genesis, ...rest } = outer.predicate;
  const entry = { ...rest, digest: own, genesis: genesis ?? own } as Entry;
  if ((genesis === null) !== (kind === 'genesis')) refuse('entry.predicate.genesis', kind === 'genesis' ? 'null' : 'a SHA-256 in hex');
  if (kind === 'genesis' ? entry.prev.length > 0 : entry.prev.length === 0) refuse('entry.predicate.prev', kind === 'genesis' ? 'empty' : 'one head at least');
  if (entry.prev.some((one, at) => at > 0 && one <= entry.prev[at - 1]!)) refuse('entry.predicate.prev', 'in order, each once');
  const about = subjectOf(entry, nonce);
  if (outer.subject.length !== about.length || about.some(({ name, digest: { sha256: of } }, at) => outer.subject[at]!.name !== name || outer.subject[at]!.digest.sha256 !== of)) refuse('entry.subject', 'what the entry is about');
  return entry;
}

interface Subject {
  readonly name: string;
  readonly digest: { readonly sha256: Digest };
}

/** What is signed. `nonce`: 16 fresh random bytes in hex. */
export function encodeEntry(entry: Undigested, nonce: string): Uint8Array<ArrayBuffer> {
  const predicate = { ...(written(entry) as object), genesis: entry.kind === 'genesis' ? null : entry.genesis, nonce };
  const bytes = new TextEncoder().encode(canonicalJson({ _type: statementType, predicateType: typeOf(entry.kind), subject: subjectOf(entry, nonce), predicate }));
  decodeEntry(bytes); // What could not be read again must not be signed.
  return bytes;
}

/** What the entry is about, by digest, so that tools that know only in-toto can look it up. */
function subjectOf(about: Undigested, nonce: string): Subject[] {
  const subject = (name: string, of: Digest): Subject => ({ name, digest: { sha256: of } });
  switch (about.kind) {
    case 'genesis':
      return [subject('nonce', sha256(nonce))];
    case 'comment':
      return [subject('entry', about.about)];
    case 'withdraw':
    case 'revoke':
      return [subject('entry', about.entry)];
    case 'join':
    case 'anchor':
      return about.prev.map((one) => subject('entry', one));
    default:
      return [subject(`model ${about.candidate.model} ${about.candidate.version}`, about.candidate.artifact)];
  }
}

/** Maps as objects. */
function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(written);
  if (typeof value !== 'object' || value === null) return value;
  const entries = value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(value);
  return Object.fromEntries(entries.map(([key, one]) => [key, written(one)]));
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function utf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw fail('corrupt', 'The entry is no UTF-8 text.');
  }
}

function json(form: string): unknown {
  try {
    return JSON.parse(form) as unknown;
  } catch {
    throw fail('corrupt', 'The entry is no JSON.');
  }
}

const half = /\p{Surrogate}/u;

/** Whether RFC 8785 takes it: no halves of characters. UTF-8 has none, so that they stand in a form as escapes or not at all. */
function isPlain(statement: unknown, form: string): boolean {
  return !form.includes('\\u') || isWhole(statement);
}

function isWhole(value: unknown): boolean {
  if (typeof value === 'string') return !half.test(value);
  if (Array.isArray(value)) return value.every(isWhole);
  return typeof value !== 'object' || value === null || Object.entries(value).every(([key, one]) => !half.test(key) && isWhole(one));
}

function kindOf(statement: unknown): EntryKind {
  const predicate = (statement as { predicate?: unknown } | null)?.predicate;
  const kind = (predicate as { kind?: unknown } | null | undefined)?.kind;
  return oneOf(...kinds)(kind, 'entry.predicate.kind');
}
