import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import * as fs from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fail, isFaultError, type FaultCode } from '../../core/base/fault.ts';
import { sha256InWorker } from './digestWorker.ts';

/** Bytes that stay the same as long as they are read: of a file, or in memory. */
export interface ByteSource {
  /** Named in errors. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Bytes [start, end), in `into` where that is given and the source can. Throws `corrupt` where the source ends before. */
  read(start: number, end: number, into?: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
  /** Throws `conflict` where the bytes are not those that it was opened on. */
  check(): Promise<void>;
  /** sha256 of all bytes in hex digits, where the source has a faster way to it than to read them one after the other. */
  sha256?(signal: AbortSignal): Promise<string>;
}

const chunkBytes = 64 * 1024;

/** All bytes in order, in pieces small enough for the event loop. `onBytes` sees each piece first. */
export async function* chunksOf(source: ByteSource, signal: AbortSignal, onBytes?: (bytes: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < source.sizeBytes; start += chunkBytes) {
    signal.throwIfAborted();
    const bytes = await source.read(start, Math.min(start + chunkBytes, source.sizeBytes));
    onBytes?.(bytes);
    yield bytes;
  }
}

/** Of which a digest takes a few thousandths of a second: opening the file for smaller ones would take most of the time. */
const digestedBytes = 4 * 1024 * 1024;

/** `sha256:<hex>` of all bytes. The next piece is read while one is digested. */
export async function digestOf(source: ByteSource, signal: AbortSignal): Promise<string> {
  if (source.sha256) return `sha256:${await source.sha256(signal)}`;
  const hash = createHash('sha256');
  const size = Math.min(digestedBytes, source.sizeBytes);
  let [into, other] = [new Uint8Array(size), new Uint8Array(size)];
  const piece = (start: number) => {
    [into, other] = [other, into];
    return start < source.sizeBytes ? source.read(start, Math.min(start + digestedBytes, source.sizeBytes), into) : undefined;
  };
  let next = piece(0);
  for (let start = 0; start < source.sizeBytes; start += digestedBytes) {
    const bytes = await next;
    signal.throwIfAborted();
    next = piece(start + digestedBytes);
    // Whoever awaits it sees the failure.
    next?.catch(() => undefined);
    if (bytes) hash.update(bytes);
    await nextTurn();
  }
  return `sha256:${hash.digest('hex')}`;
}

/** From it on a digest takes longer than a thread to start. */
const digestedApartBytes = 192 * 1024 * 1024;

export function memoryBytes(bytes: Uint8Array, name: string): ByteSource {
  return {
    path: name,
    sizeBytes: bytes.length,
    async read(start, end) {
      await nextTurn(); // Memory answers at once: without a turn the event loop would not come to anything else.
      return new Uint8Array(bytes.subarray(start, end)); // A copy with a buffer of its own, which slice() of a Buffer is not.
    },
    async check() {
      // The bytes are ours.
    },
  };
}

/** Opened and closed for each read, so that nobody is kept from deleting or replacing it. */
export async function fileBytes(path: string): Promise<ByteSource> {
  const opened = await statOf(path);
  if (opened.isDirectory()) {
    throw fail('invalid', `${path} is a folder.`, { at: { path }, hint: 'Name the file in it that holds the table.' });
  }
  if (!opened.isFile()) throw fail('invalid', `${path} is not a file.`, { at: { path } });
  const sizeBytes = Number(opened.size);
  return {
    path,
    sizeBytes,
    read: async (start, end, into) => {
      const handle = await guarded(path, () => fs.open(path, 'r'));
      try {
        const bytes = into?.subarray(0, end - start) ?? new Uint8Array(Math.max(0, end - start));
        const { bytesRead } = await guarded(path, () => handle.read(bytes, 0, bytes.length, start));
        if (bytesRead < bytes.length) throw changed(path);
        return bytes;
      } finally {
        await handle.close();
      }
    },
    check: async () => {
      const now = await statOf(path).catch((error: unknown) => {
        if (isFaultError(error) && error.fault.code === 'notFound') throw changed(path);
        throw error;
      });
      if (now.size !== opened.size || now.mtimeNs !== opened.mtimeNs || now.ino !== opened.ino) throw changed(path);
    },
    ...(sizeBytes < digestedApartBytes ? {} : { sha256 }),
  };

  async function sha256(signal: AbortSignal): Promise<string> {
    const { doneBytes, hex } = await guarded(path, () => sha256InWorker(path, sizeBytes, signal));
    if (doneBytes < sizeBytes) throw changed(path);
    return hex;
  }
}

function changed(path: string) {
  return fail('conflict', `${path} changed while it was read.`, {
    at: { path },
    hint: 'Wait until what writes it is done, then read it again.',
  });
}

async function statOf(path: string): Promise<BigIntStats> {
  return guarded(path, () => fs.stat(path, { bigint: true }));
}

const codes: Readonly<Record<string, readonly [FaultCode, string]>> = {
  ENOENT: ['notFound', 'is not there'],
  ENOTDIR: ['notFound', 'is not there'],
  EACCES: ['forbidden', 'may not be read'],
  EPERM: ['forbidden', 'may not be read'],
  EISDIR: ['invalid', 'is a folder'],
  EIO: ['corrupt', 'could not be read from disk'],
};

async function guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const known = code === undefined ? undefined : codes[code];
    if (!known) throw error;
    throw fail(known[0], `${path} ${known[1]}.`, { at: { path } });
  }
}
