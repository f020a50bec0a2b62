import { fail } from '../../core/base/fault.ts';
import type { Digest, EntryBody, EntryKind, TextDigest } from '../../core/governance/ledger/entry.ts';
import { writeText } from '../../core/governance/ledger/freeText.ts';
import { encodeEntry, maxPrev } from '../../core/governance/ledger/statement.ts';
import { sha256 } from '../../core/base/sha256.ts';
import type { Machine } from '../../core/port/machine.ts';
import { refuseSecrets } from './freeTextScan.ts';
import { entryPath, signaturePath, textPath } from './ledgerFiles.ts';
import { writeLedger, type Synced, type SyncTools } from './ledgerSync.ts';
import { signForLedger, type Signer } from './sign.ts';
import type { LedgerView } from './trusted.ts';

export type WriteMachine = Pick<Machine, 'git' | 'branches' | 'signatures' | 'signing' | 'clock' | 'env'>;

export interface NewEntry {
  readonly body: EntryBody;
  /** What its writer says with it; erasable, beside the entry. */
  readonly text?: string | undefined;
}

export interface WrittenEntry {
  readonly digest: Digest;
  readonly kind: EntryKind;
  readonly claimedAt: string;
  readonly text: string | null;
}

export interface Written {
  /** In the order they were asked for; joins that were needed before are in none. */
  readonly entries: readonly WrittenEntry[];
  readonly synced: Synced;
}

/** What entries are added to: null for a ledger that begins with them. */
export type WriteOnto = LedgerView | null;

/**
 * Signs entries and adds them to the ledger, each building on the one before and the first on all heads that count. Texts are looked
 * through before anything is signed. Throws `integrity` for a ledger that is broken or has no entry that counts, `invalid` for texts
 * with secrets, and what signing throws; a remote that cannot be reached is no fault: see `synced.queued`.
 */
export async function writeEntries(machine: WriteMachine, root: string, onto: WriteOnto, entries: readonly NewEntry[], by: Signer, signal: AbortSignal): Promise<Written> {
  for (const { text } of entries) if (text !== undefined) refuseSecrets(text, machine.env);
  const writing = new Writing(machine, by, onto, signal);
  const written: WrittenEntry[] = [];
  for (const { body, text } of entries) written.push(await writing.add(body, text));
  const message = written.map(({ kind, digest }) => `${kind} ${digest.slice(0, 8)}`).join(', ');
  return { entries: written, synced: await writeLedger(syncTools(machine), root, writing.files, message, signal) };
}

export function syncTools({ git, branches, clock }: Pick<Machine, 'git' | 'branches' | 'clock'>): SyncTools {
  return { git, branches, pause: (ms) => clock.sleep(ms), random: Math.random };
}

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The files of new entries, and the heads after each. */
class Writing {
  readonly files = new Map<string, Uint8Array>();
  readonly #machine: WriteMachine;
  readonly #by: Signer;
  #genesis: Digest | null;
  readonly #signal: AbortSignal;
  #heads: ReadonlyMap<Digest, number>;

  constructor(machine: WriteMachine, by: Signer, onto: WriteOnto, signal: AbortSignal) {
    this.#machine = machine;
    this.#by = by;
    this.#signal = signal;
    this.#genesis = onto?.genesis ?? null;
    this.#heads = onto === null ? new Map() : headsOf(onto);
  }

  async add(body: EntryBody, text: string | undefined): Promise<WrittenEntry> {
    while (this.#heads.size > maxPrev) await this.#join();
    const { claimedAt, digest } = await this.#write(body, this.#heads, text);
    this.#heads = new Map([[digest.name, digest.seq]]);
    return { digest: digest.name, kind: body.kind, claimedAt, text: text ?? null };
  }

  /** One entry on as many heads as one may build on, in place of them. */
  async #join(): Promise<void> {
    const heads = [...this.#heads];
    const { digest } = await this.#write({ kind: 'join' }, new Map(heads.slice(0, maxPrev)), undefined);
    this.#heads = new Map([...heads.slice(maxPrev), [digest.name, digest.seq]]);
  }

  async #write(body: EntryBody, prev: ReadonlyMap<Digest, number>, text: string | undefined): Promise<{ readonly claimedAt: string; readonly digest: { readonly name: Digest; readonly seq: number } }> {
    const { signing, clock } = this.#machine;
    const written = text === undefined ? null : writeText(text, (count) => signing.random(count));
    const seq = 1 + Math.max(-1, ...prev.values());
    const claimedAt = new Date(clock.nowMs()).toISOString();
    const head = { genesis: this.#genesis ?? '', prev: [...prev.keys()].sort(), seq, claimedAt, fingerprint: this.#by.key.publicKey.fingerprint, text: written === null ? null : ({ ...written.reference } satisfies TextDigest) };
    const bytes = encodeEntry({ ...body, ...head }, hex(signing.random(16)));
    const name = sha256(bytes);
    this.files.set(entryPath(name), bytes);
    this.files.set(signaturePath(name), await signForLedger(this.#machine, bytes, this.#by, this.#signal));
    if (body.kind === 'genesis') this.#genesis = name;
    if (written !== null) this.files.set(textPath(written.reference.id), written.bytes);
    return { claimedAt, digest: { name, seq } };
  }
}

/** Heads that count, with their numbers. Throws `integrity` where there is nothing to build on. */
function headsOf({ weighed }: LedgerView): Map<Digest, number> {
  const [broken] = weighed.broken;
  if (broken !== undefined) throw fail('integrity', `The ledger is broken, so nothing is added to it: ${broken.message}`, { hint: 'mlops approvals verify tells all of it.' });
  const heads = weighed.heads.flatMap((name) => {
    const seq = weighed.places.get(name)?.seq;
    return seq === undefined ? [] : [[name, seq] as const];
  });
  if (heads.length === 0) throw fail('integrity', 'No entry of the ledger counts, so there is nothing to build on.', { hint: 'Is the key of its first entry in the roster, and “genesis” in the policy right? mlops approvals verify tells.' });
  return new Map(heads);
}
