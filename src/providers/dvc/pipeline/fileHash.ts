import { createHash } from 'node:crypto';
import { fail } from '../../../core/base/fault.ts';
import { LruMap } from '../../../core/base/lru.ts';
import type { Files } from '../../../core/port/files.ts';

const chunkBytes = 4 * 1024 * 1024;
const remembered = 200_000;

/** What may still be read while states are worked out; shared by all stages of one answer. */
export interface HashBudget {
  bytesLeft: number;
  filesLeft: number;
}

/**
 * MD5 of files in the working tree, as DVC makes them. Remembered by path, size, time and inode, so that an unchanged
 * file is read once.
 */
export class FileHash {
  readonly #files: Files;
  readonly #known = new LruMap<string, string>(remembered);

  constructor(files: Files) {
    this.#files = files;
  }

  /** Throws `notFound`; `tooLarge` where the budget is used up. */
  async md5(path: string, kind: 'md5' | 'md5-dos2unix', budget: HashBudget, signal: AbortSignal): Promise<string> {
    const stat = await this.#files.stat(path, { followLinks: true });
    if (!stat) throw fail('notFound', `${path} is not there.`, { at: { path } });
    const key = `${kind} ${path} ${stat.sizeBytes} ${stat.modifiedMs} ${stat.inode}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    budget.bytesLeft -= stat.sizeBytes;
    budget.filesLeft -= 1;
    if (budget.bytesLeft < 0 || budget.filesLeft < 0) {
      throw fail('tooLarge', 'There is too much data here to check by reading it.');
    }
    const digest = await this.#read(path, stat.sizeBytes, kind, signal);
    this.#known.set(key, digest);
    return digest;
  }

  async #read(path: string, sizeBytes: number, kind: 'md5' | 'md5-dos2unix', signal: AbortSignal): Promise<string> {
    const hash = createHash('md5');
    let isText = kind === 'md5-dos2unix';
    for (let at = 0; at < sizeBytes; at += chunkBytes) {
      signal.throwIfAborted();
      const bytes = await this.#files.readRange(path, at, Math.min(sizeBytes, at + chunkBytes));
      if (at === 0 && isText) isText = looksLikeText(bytes.subarray(0, 512));
      hash.update(isText ? withoutCarriageReturns(bytes) : bytes);
    }
    return hash.digest('hex');
  }
}

/** Backspace, tab, line feed, form feed, carriage return. */
const textControls = new Set([8, 9, 10, 12, 13]);

/** DVC before version 3 hashed text with Unix line ends; this is its test for text. */
function looksLikeText(head: Uint8Array): boolean {
  if (head.includes(0)) return false;
  const odd = head.filter((byte) => byte > 126 || (byte < 32 && !textControls.has(byte))).length;
  return odd <= head.length * 0.3;
}

function withoutCarriageReturns(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, index) => byte !== 13 || bytes[index + 1] !== 10);
}
