import { toFault } from '../../base/fault.ts';
import type { Signatures } from '../../port/signatures.ts';
import type { Person, Roster, RosterKey } from '../roster/roster.ts';
import { isSignatureGood } from '../signature/checkSignature.ts';
import type { PublicKey } from '../signature/publicKey.ts';
import { decodeSignature, ledgerNamespace } from '../signature/sshSignature.ts';
import type { Digest, Entry } from './entry.ts';
import { decodeEntry } from './statement.ts';

/** An entry and its signature as they lie in the ledger. */
export interface LedgerFile {
  /** The digest that its name says. */
  readonly name: Digest;
  readonly bytes: Uint8Array;
  /** Null where there is none. */
  readonly signature: Uint8Array | null;
}

export interface StandingRules {
  readonly roster: Roster;
  readonly signatures: Signatures;
  /** Digest of the ledger's first entry, as the policy pins it. */
  readonly genesis: Digest;
  /** Keys that signatures named before: see `decodeSignature`. */
  readonly keys?: Map<string, PublicKey>;
}

/** An entry that may count by itself, before its place among the others is known. */
export interface Standing {
  readonly entry: Entry;
  readonly signer: Person;
  readonly key: RosterKey;
  readonly fingerprint: string;
  /** Computed once, when somebody asks. */
  isSignatureGood(): boolean;
}

/** The reason, as the end of a sentence, where it is none. */
export function standingOf({ name, bytes, signature }: LedgerFile, { roster, signatures, genesis, keys }: StandingRules): Standing | string {
  if (hexOf(signatures.sha256(bytes)) !== name) return 'its name is not its digest';
  try {
    const entry = decodeEntry(bytes, name);
    if (entry.genesis !== genesis) return 'it belongs to another ledger';
    if (signature === null) return 'it is not signed';
    const decoded = decodeSignature(signature, ledgerNamespace, keys);
    const { fingerprint } = decoded.key;
    const signer = roster.signer(fingerprint);
    if (signer === undefined) return 'it is signed with a key that is not in the roster';
    let isGood: boolean | undefined;
    return {
      entry,
      signer: signer.person,
      key: signer.key,
      fingerprint,
      // The roster's own key object: what the platform makes of it is kept with it.
      isSignatureGood: () => (isGood ??= isSignatureGood(signatures, { ...decoded, key: signer.key.key }, bytes)),
    };
  } catch (error) {
    return `it is none: ${toFault(error).message}`;
  }
}

const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hexOf(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += pairs[byte]!;
  return hex;
}
