import { Worker } from 'node:worker_threads';
import { fail } from '../../core/base/fault.ts';

/** As text, so that it runs the same from the bundle and from the source tree. */
const program = `
const { parentPort, workerData: { path, sizeBytes, pieceBytes } } = require('node:worker_threads');
const { closeSync, openSync, readSync } = require('node:fs');
const hash = require('node:crypto').createHash('sha256');
const piece = new Uint8Array(pieceBytes);
const file = openSync(path, 'r');
let doneBytes = 0;
for (let read = 1; read > 0 && doneBytes < sizeBytes; doneBytes += read) {
  read = readSync(file, piece, 0, Math.min(pieceBytes, sizeBytes - doneBytes), doneBytes);
  hash.update(piece.subarray(0, read));
}
closeSync(file);
parentPort.postMessage({ doneBytes, hex: hash.digest('hex') });
`;

interface Digested {
  /** Fewer than were asked for where the file ended before. */
  readonly doneBytes: number;
  readonly hex: string;
}

/**
 * sha256 of the first `sizeBytes` of a file, on another core: of two large files at once, while this thread is free. Throws what
 * node:fs throws, and `cancelled`.
 */
export async function sha256InWorker(path: string, sizeBytes: number, signal: AbortSignal): Promise<Digested> {
  signal.throwIfAborted();
  const worker = new Worker(program, { eval: true, workerData: { path, sizeBytes, pieceBytes: 4 * 1024 * 1024 } });
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop);
  try {
    return await new Promise<Digested>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(fail('internal', `The digest of ${path} came to no end.`)));
    });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
