import { toFault } from '../../base/fault.ts';
import type { Signatures } from '../../port/signatures.ts';
import type { Person, Roster, RosterKey } from '../roster/roster.ts';
import { isSignatureGood, isSignatureGoodSoon } from '../signature/checkSignature.ts';
import type { PublicKey } from '../signature/publicKey.ts';
import type { ClaimedKeys } from '../signature/claimedKey.ts';
import { decodeSignature, ledgerNamespace } from '../signature/sshSignature.ts';
import type { Aside } from './aside.ts';
import type { Digest, Entry, Place } from './entry.ts';
import type { LedgerFile } from './ledgerFile.ts';
import type { Skims } from './skim.ts';
import { decodeEntry } from './statement.ts';

export interface StandingRules {
  readonly roster: Roster;
  readonly signatures: Signatures;
  /** Digest of the ledger's first entry, as the policy pins it. */
  readonly genesis: Digest;
  /** Keys that signatures named before: see `decodeSignature`. */
  readonly keys?: Map<string, PublicKey>;
}

/** What is looked at closely. */
export interface Focus {
  readonly model: string;
  /** Of the keys of the roster. */
  readonly claimed: ClaimedKeys;
  readonly skims: Skims;
}

/** An entry that may count by itself, before its place among the others is known. */
export interface Standing {
  readonly place: Place;
  /** Null where it stands aside: it is about a model that nobody asked for, or a comment. */
  readonly entry: Entry | null;
  /** What a comment that stands aside is about; null for anything else. */
  readonly about: Digest | null;
  /** All of it, also where it stands aside; null where its form or its signature is not good. */
  whole(): Standing | null;
  readonly signer: Person;
  readonly key: RosterKey;
  readonly fingerprint: string;
  /** Computed once, when somebody asks. */
  isSignatureGood(): boolean;
  /** Computes that beside other work, so that it is there when somebody asks. */
  checkSoon(): Promise<void>;
}

export const unknownKey = 'it is signed with a key that is not in the roster';
/** Of no roster's doing: somebody put a signature in place of another's. */
const swapped = 'it is signed with another key than it names';

/** The reason, as the end of a sentence, where it is none. Without a focus every entry is decoded. */
export function standingOf(file: LedgerFile, rules: StandingRules, focus?: Focus): Standing | string {
  const { name, bytes, signature } = file;
  const { roster, signatures, genesis, keys } = rules;
  const isNamed = focus === undefined ? signatures.sha256Hex(bytes) === name : focus.skims.of(file).isNamed;
  if (!isNamed) return 'its name is not its digest';
  const aside = focus === undefined ? undefined : standingAside(file, rules, focus);
  if (aside !== undefined) return aside;
  try {
    const entry = decodeEntry(bytes, name);
    if (entry.genesis !== genesis) return 'it belongs to another ledger';
    if (signature === null) return 'it is not signed';
    const decoded = decodeSignature(signature, ledgerNamespace, keys);
    const { fingerprint } = decoded.key;
    if (fingerprint !== entry.fingerprint) return swapped;
    const signer = roster.signer(fingerprint);
    if (signer === undefined) return unknownKey;
    let isGood: boolean | undefined;
    // The roster's own key object: what the platform makes of it is kept with it.
    const own = { ...decoded, key: signer.key.key };
    const standing: Standing = {
      place: entry,
      entry,
      about: null,
      whole: () => (standing.isSignatureGood() ? standing : null),
      signer: signer.person,
      key: signer.key,
      fingerprint,
      isSignatureGood: () => (isGood ??= isSignatureGood(signatures, own, bytes)),
      checkSoon: async () => void (isGood ??= await isSignatureGoodSoon(signatures, own, bytes)),
    };
    return standing;
  } catch (error) {
    return `it is none: ${toFault(error).message}`;
  }
}

/**
 * Of an entry about another model its place and the key that it names are enough; the rest is looked at once something depends on its
 * signature. Undefined where even that cannot be told.
 */
function standingAside(file: LedgerFile, rules: StandingRules, { model, claimed, skims }: Focus): Standing | undefined {
  const place = skims.of(file).aside;
  if (place?.genesis !== rules.genesis || place.model === model) return undefined;
  const key = file.signature === null ? undefined : claimed.of(file.signature);
  const signer = key === undefined ? undefined : rules.roster.signer(key.fingerprint);
  if (signer === undefined || signer.key.key.fingerprint !== place.fingerprint) return undefined;
  return new StandingAside(file, rules, place, signer);
}

class StandingAside implements Standing {
  readonly entry = null;
  readonly #file: LedgerFile;
  readonly #rules: StandingRules;
  readonly place: Aside;
  readonly signer: Person;
  readonly key: RosterKey;
  #found: Standing | string | undefined;

  constructor(file: LedgerFile, rules: StandingRules, place: Aside, { person, key }: { readonly person: Person; readonly key: RosterKey }) {
    this.#file = file;
    this.#rules = rules;
    this.place = place;
    this.signer = person;
    this.key = key;
  }

  get about(): Digest | null {
    return this.place.about;
  }

  get fingerprint(): string {
    return this.key.key.fingerprint;
  }

  whole(): Standing | null {
    this.#found ??= standingOf(this.#file, this.#rules);
    return typeof this.#found === 'string' ? null : this.#found.whole();
  }

  isSignatureGood(): boolean {
    return this.whole() !== null;
  }

  async checkSoon(): Promise<void> {
    this.#found ??= standingOf(this.#file, this.#rules);
    if (typeof this.#found !== 'string') await this.#found.checkSoon();
  }
}
