import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { fail, isFaultError } from '../../core/base/fault.ts';
import type { ColumnProblem } from '../../core/table/column.ts';
import { encodingOf, encodingProblem, isMostlyUtf8, textDecoding, type FoundEncoding } from '../../core/table/textEncoding.ts';
import { chunksOf, type ByteSource } from './byteSource.ts';

const headBytes = 4096;

/** Texts of a source from its start, again for each call. */
export type ReadTexts = () => AsyncIterable<string>;

export interface TextRead<T> {
  readonly result: T;
  /** `sha256:<hex>` of the bytes as stored. */
  readonly digest: string;
  readonly problems: readonly ColumnProblem[];
}

/**
 * Has a text read: in the encoding that its first bytes show, and once more in another where later bytes contradict. A file that
 * changed meanwhile throws `conflict`.
 */
export async function withText<T>(source: ByteSource, read: (texts: ReadTexts) => Promise<T>, signal: AbortSignal): Promise<TextRead<T>> {
  const isGzip = await startsAsGzip(source);
  let encoding = encodingOf(await headOf(source, isGzip, signal));
  let isLenient = false;
  for (;;) {
    let digest = '';
    let contradicted: Uint8Array | undefined;
    let hasFormed = false;
    const texts = async function* () {
      const hash = createHash('sha256');
      const decoding = textDecoding(encoding.name, { isLenient });
      for await (const bytes of plainBytes(source, isGzip, signal, (stored) => hash.update(stored))) {
        contradicted = bytes;
        const text = decoding.decode(bytes);
        // Fewer characters than bytes: some were written in several, as UTF-8 does.
        hasFormed ||= text.length < bytes.length - 3;
        contradicted = undefined;
        yield text;
      }
      contradicted = new Uint8Array();
      const end = decoding.end();
      contradicted = undefined;
      yield end;
      digest = `sha256:${hash.digest('hex')}`;
    };
    try {
      const result = await read(texts);
      await source.check();
      const problem = encodingProblem(encoding, isLenient);
      return { result, digest, problems: problem ? [problem] : [] };
    } catch (error) {
      if (!isFaultError(error) || error.fault.code !== 'schema' || contradicted === undefined) throw error;
      const another = after(encoding, contradicted, hasFormed);
      encoding = another.encoding;
      isLenient = another.isLenient;
    }
  }
}

function after(encoding: FoundEncoding, bytes: Uint8Array, hasFormed: boolean): { readonly encoding: FoundEncoding; readonly isLenient: boolean } {
  // An end within a character is a broken UTF-8 text as well.
  if (!encoding.isGuess || bytes.length === 0 || hasFormed || isMostlyUtf8(bytes)) return { encoding, isLenient: true };
  return { encoding: { name: 'windows-1252', isGuess: true }, isLenient: false };
}

/** The first bytes of what a file holds, unpacked. */
export async function headOf(source: ByteSource, isGzip: boolean, signal: AbortSignal): Promise<Uint8Array> {
  if (!isGzip) return source.read(0, Math.min(headBytes, source.sizeBytes));
  for await (const bytes of plainBytes(source, true, signal)) return bytes.subarray(0, headBytes);
  return new Uint8Array();
}

export async function startsAsGzip(source: ByteSource): Promise<boolean> {
  if (source.sizeBytes < 2) return false;
  const [first, second] = await source.read(0, 2);
  return first === 0x1f && second === 0x8b;
}

async function* plainBytes(
  source: ByteSource,
  isGzip: boolean,
  signal: AbortSignal,
  onStored?: (bytes: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  if (!isGzip) {
    yield* chunksOf(source, signal, onStored);
    return;
  }
  const unpacked = createGunzip({ chunkSize: 256 * 1024 });
  let failure: unknown;
  const fed = pipeline(Readable.from(chunksOf(source, signal, onStored)), unpacked).catch((error: unknown) => {
    failure = error;
  });
  try {
    for await (const bytes of unpacked) yield bytes as Uint8Array;
    await fed;
  } catch (error) {
    throw packingFault(failure ?? error, source.path);
  } finally {
    unpacked.destroy();
  }
}

function packingFault(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined || !code.startsWith('Z_')) return error;
  return fail('corrupt', `${path} cannot be unpacked: the gzip data is damaged or ends early.`, {
    at: { path },
    hint: 'Copy or make it again.',
  });
}
