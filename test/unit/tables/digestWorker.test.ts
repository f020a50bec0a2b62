import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256InWorker } from '../../../src/io/table/digestWorker.ts';

describe('a digest made by another thread', () => {
  const bytes = Uint8Array.from({ length: 9_000_001 }, (_, at) => (at * at) & 255);
  const live = new AbortController().signal;
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mlops-digest-'));
    await writeFile(path.join(folder, 'file'), bytes);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const hex = (length: number) => createHash('sha256').update(bytes.subarray(0, length)).digest('hex');

  it('is that of the bytes, and tells where there are fewer', async () => {
    const file = path.join(folder, 'file');
    expect(await sha256InWorker(file, bytes.length, live)).toEqual({ doneBytes: bytes.length, hex: hex(bytes.length) });
    expect(await sha256InWorker(file, 5_000_000, live)).toEqual({ doneBytes: 5_000_000, hex: hex(5_000_000) });
    expect((await sha256InWorker(file, bytes.length + 1, live)).doneBytes).toBe(bytes.length);
  });

  it('throws what reading throws, and stops when it is told to', async () => {
    await expect(sha256InWorker(path.join(folder, 'none'), 1, live)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(sha256InWorker(path.join(folder, 'file'), 1, AbortSignal.abort())).rejects.toThrow('aborted');
    const controller = new AbortController();
    const asked = sha256InWorker(path.join(folder, 'file'), bytes.length, controller.signal);
    controller.abort();
    await expect(asked).rejects.toThrow('aborted');
  });
});
