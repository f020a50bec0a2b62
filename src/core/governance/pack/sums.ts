import { byText } from '../../base/byText.ts';
import { fail } from '../../base/fault.ts';
import type { Digest } from '../ledger/entry.ts';
import { isPackPath, utf8 } from './packFile.ts';

/** `SHA256SUMS` as sha256sum reads it: digest, two blanks, path, in the order of paths. */
export function encodeSums(digests: ReadonlyMap<string, Digest>): Uint8Array<ArrayBuffer> {
  return utf8([...digests].sort(([a], [b]) => byText(a, b)).map(([path, digest]) => `${digest}  ${path}\n`).join(''));
}

/** Path → digest. Throws `integrity` for anything that `encodeSums` would not have written. */
export function decodeSums(bytes: Uint8Array): Map<string, Digest> {
  const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\n');
  if (lines.pop() !== '') throw fail('integrity', 'SHA256SUMS does not end with a line.');
  const digests = new Map<string, Digest>();
  let before = '';
  for (const line of lines) {
    const [digest, path] = [line.slice(0, 64), line.slice(66)];
    if (!hex.test(digest) || line.slice(64, 66) !== '  ' || !isPackPath(path)) throw fail('integrity', `SHA256SUMS has a line that is none: ${JSON.stringify(line.slice(0, 100))}.`);
    if (path <= before) throw fail('integrity', `SHA256SUMS is not in order at ${path}.`);
    before = path;
    digests.set(path, digest);
  }
  return digests;
}

const hex = /^[0-9a-f]{64}$/;
