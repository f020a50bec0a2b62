import { toBase64 } from '../../base/base64.ts';
import type { PublicKey } from './publicKey.ts';
import { armourStart, signatureStart } from './sshSignature.ts';

const letters = new TextDecoder('latin1');

/** Which of some keys a signature says it is of: its first lines are the same for all that a key signs. Nothing else of it is looked at. */
export class ClaimedKeys {
  readonly #byStart = new Map<string, PublicKey>();
  readonly #lengths: readonly number[];

  constructor(keys: Iterable<PublicKey>) {
    for (const key of keys) {
      const bytes = signatureStart(key);
      // Three bytes are four letters: what is left over shares its letters with what follows.
      this.#byStart.set(armourStart(toBase64(bytes.subarray(0, bytes.length - (bytes.length % 3)))), key);
    }
    this.#lengths = [...new Set([...this.#byStart.keys()].map(({ length }) => length))];
  }

  /** Undefined where it says it is of none of them, and where it is none. */
  of(armoured: Uint8Array): PublicKey | undefined {
    const text = letters.decode(armoured.subarray(0, Math.max(0, ...this.#lengths)));
    for (const length of this.#lengths) {
      const key = this.#byStart.get(text.slice(0, length));
      if (key !== undefined) return key;
    }
    return undefined;
  }
}
