import { gunzipSync } from 'node:zlib';
import { fail } from '../../core/base/fault.ts';

export interface TarFile {
  /** Within the package, `/` between folders. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

const block = 512;

/**
 * The files of a packed npm package (gzipped ustar, everything below one folder). Throws `integrity` for what such a file never
 * holds: links, devices, a path that leaves the folder, a header whose checksum is wrong, an end that is missing.
 */
export function tarFiles(packed: Uint8Array, mostBytes: number): TarFile[] {
  const tar = unpacked(packed, mostBytes);
  const files: TarFile[] = [];
  for (let at = 0; ; ) {
    if (at + block > tar.length) throw refused('it ends in the middle');
    const header = tar.subarray(at, at + block);
    at += block;
    if (header.every((byte) => byte === 0)) return files;
    if (octal(header, 148, 8) !== checksum(header)) throw refused('a header is damaged');
    const size = octal(header, 124, 12);
    const kind = String.fromCharCode(header[156] ?? 0);
    if (at + size > tar.length) throw refused('it ends in the middle');
    const path = [text(header, 345, 155), text(header, 0, 100)].filter((part) => part !== '').join('/');
    if (kind === '0' || kind === '\0') files.push({ path: inside(path), bytes: tar.subarray(at, at + size) });
    else if (kind === '5') inside(path);
    else throw refused(`“${path.slice(0, 80)}” is neither a file nor a folder`);
    at += Math.ceil(size / block) * block;
  }
}

function unpacked(packed: Uint8Array, mostBytes: number): Uint8Array {
  try {
    return gunzipSync(packed, { maxOutputLength: mostBytes });
  } catch (error) {
    throw refused(`it cannot be unpacked (${(error as NodeJS.ErrnoException).code ?? 'gzip'})`);
  }
}

/** The path below the package's own folder. */
function inside(path: string): string {
  const [, ...parts] = path.replace(/\/$/, '').split('/');
  const isPlain = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\:\0]/.test(part));
  if (path.startsWith('/') || path.startsWith('..') || !isPlain) throw refused(`“${path.slice(0, 80)}” would lie outside of its folder`);
  return parts.join('/');
}

function text(header: Uint8Array, start: number, length: number): string {
  const field = Buffer.from(header.subarray(start, start + length));
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end);
}

function octal(header: Uint8Array, start: number, length: number): number {
  const digits = text(header, start, length).trim();
  if (!/^[0-7]*$/.test(digits)) throw refused('a header is damaged');
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

/** With the field of the checksum itself read as blanks. */
function checksum(header: Uint8Array): number {
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);
}

function refused(why: string) {
  return fail('integrity', `A package of the accelerator is refused: ${why}.`, { hint: 'Nothing was installed. Try again, or another registry.' });
}
