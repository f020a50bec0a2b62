import { fail } from '../base/fault.ts';
import type { ColumnProblem } from './column.ts';

export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface FoundEncoding {
  readonly name: TextEncodingName;
  /** Not said by the file itself. Always `utf-8` until the bytes contradict. */
  readonly isGuess: boolean;
}

/** The encoding that the first bytes of a text show: by their mark, or, without one, by the zero bytes that UTF-16 leaves in plain text. */
export function encodingOf(head: Uint8Array): FoundEncoding {
  const [first, second, third] = head;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { name: 'utf-8', isGuess: false };
  if (first === 0xff && second === 0xfe) return { name: 'utf-16le', isGuess: false };
  if (first === 0xfe && second === 0xff) return { name: 'utf-16be', isGuess: false };
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at += 1) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  // Names and digits make every other byte zero; a stray zero byte in a text of bytes does not.
  if (odd > head.length / 8 && even < odd / 4) return { name: 'utf-16le', isGuess: true };
  if (even > head.length / 8 && odd < even / 4) return { name: 'utf-16be', isGuess: true };
  return { name: 'utf-8', isGuess: true };
}

/** Is what does not decode as UTF-8 still UTF-8 with some broken bytes, or another encoding? By what the bytes above 127 form. */
export function isMostlyUtf8(bytes: Uint8Array): boolean {
  let formed = 0;
  let broken = 0;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    const length = byte < 0x80 ? 1 : byte >= 0xc2 && byte < 0xe0 ? 2 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xf0 && byte < 0xf5 ? 4 : 0;
    let follows = 1;
    while (follows < length && ((bytes[at + follows] ?? 0) & 0xc0) === 0x80) follows += 1;
    if (length > 1 && follows === length) formed += 1;
    else if (length !== 1) broken += 1;
    at += length === 0 ? 1 : Math.max(1, follows);
  }
  return formed > 0 && formed >= broken;
}

export interface TextDecoding {
  /** The text of the next bytes; what is cut within a character comes with the next. Throws `schema` where bytes are no UTF-8 and it is strict. */
  decode(bytes: Uint8Array): string;
  end(): string;
}

/** Decodes piece by piece. A mark at the start is no part of the text. `isLenient`: broken bytes become U+FFFD. */
export function textDecoding(name: TextEncodingName, { isLenient = false }: { readonly isLenient?: boolean } = {}): TextDecoding {
  if (name === 'windows-1252') {
    const decoder = new TextDecoder('utf-16le');
    return { decode: (bytes) => decoder.decode(widened(bytes), { stream: true }), end: () => '' };
  }
  if (name === 'utf-16be') {
    const decoder = new TextDecoder('utf-16le');
    let carried: number | undefined;
    return {
      decode: (bytes) => {
        const { swapped, rest } = swap(bytes, carried);
        carried = rest;
        return decoder.decode(swapped, { stream: true });
      },
      end: () => decoder.decode(),
    };
  }
  const decoder = new TextDecoder(name, { fatal: name === 'utf-8' && !isLenient });
  const strictly = (bytes?: Uint8Array) => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      throw fail('schema', 'The text is not UTF-8.'); // The one thing a decoder throws for.
    }
  };
  return { decode: strictly, end: () => strictly() };
}

/** Characters of bytes 128 to 159; the others are their own number. Five that stand for nothing stay control characters. */
const upper = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function widened(bytes: Uint8Array): Uint8Array {
  const wide = new Uint8Array(bytes.length * 2);
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const code = byte >= 0x80 && byte < 0xa0 ? upper.charCodeAt(byte - 0x80) : byte;
    wide[at * 2] = code & 0xff;
    wide[at * 2 + 1] = code >> 8;
  }
  return wide;
}

/** Pairs of bytes the other way round; `carried` is a first half left over from before, `rest` one left over now. */
function swap(bytes: Uint8Array, carried: number | undefined): { readonly swapped: Uint8Array; readonly rest: number | undefined } {
  let all = bytes;
  if (carried !== undefined) {
    all = new Uint8Array(bytes.length + 1);
    all[0] = carried;
    all.set(bytes, 1);
  }
  const swapped = new Uint8Array(all.length - (all.length % 2));
  for (let at = 0; at < swapped.length; at += 2) {
    swapped[at] = all[at + 1] ?? 0;
    swapped[at + 1] = all[at] ?? 0;
  }
  return { swapped, rest: all[swapped.length] };
}

/** What a reader should know of how the text was decoded; undefined where the file said it itself or is plain UTF-8. */
export function encodingProblem(found: FoundEncoding, brokenBytes: boolean): ColumnProblem | undefined {
  if (brokenBytes) return { code: 'brokenText', message: 'Some bytes are not UTF-8; each was replaced by “\ufffd”.' };
  if (!found.isGuess || found.name === 'utf-8') return undefined;
  const words = { 'utf-16le': 'UTF-16 (little endian)', 'utf-16be': 'UTF-16 (big endian)', 'windows-1252': 'Windows-1252 (Latin-1)' }[found.name];
  const why = found.name === 'windows-1252' ? 'The text is not UTF-8' : 'The file does not say its encoding';
  return { code: 'guessedEncoding', message: `${why}; it was read as ${words}, which is a guess.` };
}
