import { fail } from '../base/fault.ts';
import { sha256 } from '../base/sha256.ts';
import type { Digest } from './ledger/entry.ts';

/** A plain file of a model's artifact. Links have no digest of their own: whoever walks the artifact refuses them. */
export interface ModelFile {
  /** Below the artifact's root, `/` between; of an artifact that is one file its name. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: Digest;
}

/**
 * The digest that an approval binds: SHA-256 over a line `sha256 SP size SP path LF` for each file, paths in Unicode's composed form,
 * lines in the order of their UTF-8 bytes. So `sha256sum` and `sort` make it too, on any machine and from any registry. Throws
 * `invalid` for an artifact without files, paths that could leave it or could be read in two ways, and two files of one path.
 */
export function modelDigest(files: readonly ModelFile[]): Digest {
  if (files.length === 0) throw fail('invalid', 'The model has no files.', { hint: 'Name the file or folder that the training wrote.' });
  const paths = new Set<string>();
  const lines = files.map(({ path, size, sha256: digest }) => {
    const composed = path.normalize('NFC');
    const reason = unfit(composed);
    if (reason !== undefined) throw fail('invalid', `The model's file ${JSON.stringify(path.slice(0, 200))} ${reason}.`, { hint: 'Rename the file, and register the model again.' });
    if (!hex.test(digest) || !Number.isSafeInteger(size) || size < 0) throw fail('invalid', `The model's file ${JSON.stringify(path.slice(0, 200))} comes without its size or SHA-256.`);
    if (paths.has(composed)) throw fail('invalid', `The model has two files ${JSON.stringify(composed.slice(0, 200))}.`, { hint: 'Their names look the same, and some file systems hold one of them only. Rename one.' });
    paths.add(composed);
    return `${digest} ${size} ${composed}\n`;
  });
  return sha256(lines.sort(byBytes).join(''));
}

const hex = /^[0-9a-f]{64}$/;

/** Why a path names no file of the artifact for sure, as the end of a sentence. */
function unfit(path: string): string | undefined {
  if (/\p{Cc}/u.test(path)) return 'has a control character in its name';
  if (/\p{Surrogate}/u.test(path)) return 'has half a character in its name';
  if (path.includes('\\')) return 'has a backslash in its name, which some systems take for a folder';
  const parts = path.split('/');
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || parts.includes('..')) return 'is not below the model';
  return parts.some((part) => part === '' || part === '.') ? 'is not written in the shortest way' : undefined;
}

/** In the order of UTF-8, which is that of code points: JavaScript's own differs above U+FFFF. */
function byBytes(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at += 1) {
    const [one, other] = [left.charCodeAt(at), right.charCodeAt(at)];
    // Halves of a pair stand for code points above all others.
    if (one !== other) return rank(one) - rank(other);
  }
  return left.length - right.length;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit;
}
