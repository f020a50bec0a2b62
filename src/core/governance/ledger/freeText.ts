import { fail } from '../../base/fault.ts';
import { sha256 } from '../../base/sha256.ts';
import type { TextDigest } from './entry.ts';

/** Longest text, in bytes of UTF-8: what is longer belongs into a document. */
export const maxTextBytes = 16 * 1024;
const saltBytes = 32;
const saltDigits = saltBytes * 2;
const idBytes = 16;

/**
 * What people write with an entry lies beside it, in `texts/<id>`: a line with 32 random bytes in hex, then the text as it is. The
 * entry holds the id and the SHA-256 of that whole file, so `sha256sum texts/<id>` checks it; without the salt, nobody can guess an
 * erased text by its digest. An erased text is an empty file: its entry stays, and says what it said.
 */
export interface WrittenText {
  readonly reference: TextDigest;
  /** Of `texts/<id>`. */
  readonly bytes: Uint8Array;
}

/** `random`: fresh bytes that nobody can foretell. Throws `invalid` for an empty text and one that is too long. */
export function writeText(text: string, random: (count: number) => Uint8Array): WrittenText {
  if (text.trim() === '') throw fail('invalid', 'The text is empty.', { hint: 'Say why: --reason "…".' });
  const bytes = new TextEncoder().encode(`${hexOf(random(saltBytes))}\n${text}`);
  if (bytes.length - saltDigits - 1 > maxTextBytes) throw fail('tooLarge', `The text is longer than ${maxTextBytes / 1024} KiB.`, { hint: 'Put it into a document, and its address here.' });
  return { reference: { id: hexOf(random(idBytes)), digest: sha256(bytes) }, bytes };
}

export type ReadText = { readonly state: 'there'; readonly text: string } | { readonly state: 'erased' } | { readonly state: 'does not match' };

/** `bytes`: of `texts/<id>`; null where there is no such file. No state of a text changes a verdict. */
export function readText({ digest }: TextDigest, bytes: Uint8Array | null): ReadText {
  if (bytes === null || bytes.length === 0) return { state: 'erased' };
  if (bytes.length > maxTextBytes + saltDigits + 1 || sha256(bytes) !== digest) return { state: 'does not match' };
  try {
    const [, text] = /^[0-9a-f]{64}\n([^]*)$/.exec(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) ?? [];
    return text === undefined ? { state: 'does not match' } : { state: 'there', text };
  } catch {
    return { state: 'does not match' }; // Bytes that are no text: signed so, and still none.
  }
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
