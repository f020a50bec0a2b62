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
  const digests = new Map<string, Digest>();
  for (const line of new TextDecoder().decode(bytes).split('\n').slice(0, -1)) {
    const [, digest, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (digest === undefined || path === undefined || !isPackPath(path)) throw fail('integrity', `SHA256SUMS has a line that is none: ${JSON.stringify(line.slice(0, 100))}.`);
    digests.set(path, digest);
  }
  const written = encodeSums(digests);
  if (written.length !== bytes.length || written.some((byte, at) => byte !== bytes[at])) throw fail('integrity', 'SHA256SUMS is not in the one form that it has.');
  return digests;
}
