import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { Candidate, Digest, EntryBody, TextDigest, Undigested } from '../../../src/core/governance/ledger/entry.ts';
import type { LedgerFile } from '../../../src/core/governance/ledger/ledgerFile.ts';
import { decodeEntry, encodeEntry } from '../../../src/core/governance/ledger/statement.ts';
import { Roster, type Person } from '../../../src/core/governance/roster/roster.ts';
import { decodePublicKey, type PublicKey } from '../../../src/core/governance/signature/publicKey.ts';
import { encodeSignature, signedContent } from '../../../src/core/governance/signature/sshSignature.ts';
import { joined, wireString } from '../../../src/core/governance/signature/wire.ts';

export interface Signer {
  readonly id: string;
  readonly key: PublicKey;
  sign(bytes: Uint8Array): Uint8Array;
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** Someone with a fresh ed25519 key. */
export function signer(id: string): Signer {
  const pair = generateKeyPairSync('ed25519');
  const key = decodePublicKey(joined(wireString('ssh-ed25519'), wireString(pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))));
  return { id, key, sign: (bytes) => sshSign(bytes, key, pair.privateKey) };
}

export function sshSign(bytes: Uint8Array, key: PublicKey, privateKey: KeyObject): Uint8Array {
  const value = sign(null, signedContent(createHash('sha512').update(bytes).digest()), privateKey);
  return encodeSignature({ key, format: 'ssh-ed25519', value, touch: null });
}

export function person(who: Signer, roles: readonly string[], more: Partial<Person['keys'][number]> & Partial<Pick<Person, 'isBot' | 'emails'>> = {}): Person {
  const { retiredAtHeads = null, isRevoked = false, isBot = false, emails = [`${who.id}@example.org`] } = more;
  return { id: who.id, roles, emails, accounts: [], isBot, keys: [{ key: who.key, retiredAtHeads, isRevoked }] };
}

export function rosterOf(...people: readonly Person[]): Roster {
  return new Roster(people);
}

export const candidate = (over: Partial<Candidate> = {}): Candidate => ({
  model: 'churn',
  version: '7',
  env: 'production',
  artifact: digestOf('weights 7'),
  data: digestOf('data 3'),
  params: digestOf('params'),
  metrics: digestOf('metrics 7'),
  commit: 'a'.repeat(40),
  rules: digestOf('rules'),
  ...over,
});

interface Given {
  readonly genesis?: Digest;
  readonly prev?: readonly Digest[];
  readonly seq?: number;
  readonly claimedAt?: string;
  readonly text?: TextDigest | null;
}
type Body = Given & EntryBody;

let ledgers = 0;

/** A ledger in the making: each entry builds on the heads that are there. */
export class TestLedger {
  readonly files: LedgerFile[] = [];
  readonly genesis: Digest;
  #heads: Digest[] = [];
  readonly #seqs = new Map<Digest, number>();
  readonly #number = (ledgers += 1);
  #made = 0;

  /** Begun by somebody, or going on from another one. */
  constructor(first: Signer | TestLedger) {
    this.genesis = first instanceof TestLedger ? first.genesis : this.add(first, { kind: 'genesis', project: 'churn', genesis: '', prev: [] });
    if (first instanceof TestLedger) for (const { bytes, signature } of first.files) this.put(bytes, signature);
  }

  get heads(): readonly Digest[] {
    return this.#heads;
  }

  /** `prev`: default the heads. Answers with the entry's digest. */
  add(by: Signer, body: Body): Digest {
    this.#made += 1;
    const prev = [...(body.prev ?? this.#heads)].sort();
    const seq = body.seq ?? 1 + Math.max(-1, ...prev.map((one) => this.#seqs.get(one) ?? -1));
    const claimedAt = new Date(Date.UTC(2026, 0, 1) + this.#made * 60_000).toISOString();
    const entry = Object.assign({ genesis: this.genesis, claimedAt, fingerprint: by.key.fingerprint, text: null }, body, { prev, seq }) as unknown as Undigested;
    const bytes = encodeEntry(entry, digestOf(`${this.#number} ${this.#made}`).slice(0, 32));
    return this.put(bytes, by.sign(bytes));
  }

  put(bytes: Uint8Array, signature: Uint8Array | null): Digest {
    const { digest, prev, seq } = decodeEntry(bytes);
    this.files.push({ name: digest, bytes, signature });
    this.#seqs.set(digest, seq);
    this.#heads = [...this.#heads.filter((one) => !prev.includes(one)), digest].sort();
    return digest;
  }
}
