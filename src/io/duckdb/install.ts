import { createHash, randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { fail } from '../../core/base/fault.ts';
import type { AcceleratorProgress } from '../../core/port/accelerator.ts';
import type { Http } from '../../core/port/http.ts';
import { isInstalled } from './place.ts';
import { pinnedVersion, tarballUrl, type PinnedPackage } from './release.ts';
import { tarFiles, type TarFile } from './tarball.ts';

const downloadTimeoutMs = 15 * 60_000;

export interface Installation {
  readonly http: Http;
  readonly registry: string;
  /** Where it is to lie; replaced as a whole. */
  readonly folder: string;
  readonly packages: readonly PinnedPackage[];
}

/**
 * Fetches every package, checks its sha512 before a byte of it is unpacked, writes all of it aside and puts it in place at
 * once. What fails leaves nothing behind. Throws `integrity` for other bytes than the pinned ones, and what the download throws.
 */
export async function install(
  { http, registry, folder, packages }: Installation,
  signal: AbortSignal,
  onProgress: (progress: AcceleratorProgress) => void = () => undefined,
): Promise<void> {
  const packedBytes = packages.reduce((sum, one) => sum + one.packedBytes, 0);
  const aside = `${folder}.${randomUUID()}`;
  const wasInstalled = await isInstalled(folder);
  let before = 0;
  try {
    for (const one of packages) {
      const start = before;
      const bytes = await download(http, tarballUrl(registry, one.name), one, signal, (received) => onProgress({ receivedBytes: start + Math.min(received, one.packedBytes), packedBytes }));
      signal.throwIfAborted();
      await write(path.join(aside, 'node_modules', one.name), tarFiles(bytes, 2 * one.unpackedBytes + 1_000_000));
      before += one.packedBytes;
      onProgress({ receivedBytes: before, packedBytes });
    }
    signal.throwIfAborted();
    await putInPlace(aside, folder, wasInstalled);
  } finally {
    await fs.rm(aside, { recursive: true, force: true });
  }
  await sweep(path.dirname(folder));
}

/** Every try that fails means that another program was in between. */
const mostTries = 20;

/**
 * What is there is moved aside first, and back where that fails. An installation that another program put there meanwhile stays: it
 * is the same, and may be in use. It may go unseen, because a third one has just moved it aside: the next try finds out.
 */
async function putInPlace(aside: string, folder: string, wasInstalled: boolean): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    if (!wasInstalled && (await isInstalled(folder))) return;
    const old = `${folder}.${randomUUID()}`;
    const hadOld = await moved(folder, old);
    try {
      await fs.rename(aside, folder);
      return await removed(old);
    } catch (error) {
      if (hadOld) await putBack(old, folder);
      if (!isTaken(error) || tries === mostTries) throw error;
      if (await isInstalled(folder)) return;
    }
  }
}

/** Not where something else is by now. */
async function putBack(old: string, folder: string): Promise<void> {
  try {
    await fs.rename(old, folder);
  } catch (error) {
    if (!isTaken(error)) throw error;
    await removed(old);
  }
}

function isTaken(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'EPERM';
}

/** False where there is nothing to move. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await fs.rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

const leftover = /^duckdb-.+\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** No installation takes so long. */
const staleMs = 24 * 60 * 60_000;

/** Removes what installations that were killed left behind, in any version. */
async function sweep(parent: string): Promise<void> {
  for (const name of await fs.readdir(parent)) {
    if (!leftover.test(name)) continue;
    const stat = await fs.stat(path.join(parent, name)).catch(() => undefined); // Gone meanwhile.
    if (stat !== undefined && Date.now() - stat.mtimeMs > staleMs) await removed(path.join(parent, name));
  }
}

/** As far as it goes: on Windows a library in use cannot be removed; a later installation does. */
async function removed(folder: string): Promise<void> {
  await fs.rm(folder, { recursive: true, force: true }).catch(() => undefined);
}

async function download(http: Http, url: string, { name, sha512, packedBytes }: PinnedPackage, signal: AbortSignal, onBytes: (received: number) => void): Promise<Uint8Array> {
  const response = await http.request({ method: 'GET', url, timeoutMs: downloadTimeoutMs, maxBytes: packedBytes + 1_000_000, onBytes }, signal);
  if (response.status !== 200) {
    throw fail(response.status === 404 ? 'notFound' : 'unreachable', `${new URL(url).host} does not give out ${name} ${pinnedVersion} (status ${response.status}).`, {
      hint: 'A registry of your own is set by mlops.accelerator.registry, or by MLOPS_NPM_REGISTRY for the command line.',
    });
  }
  if (createHash('sha512').update(response.body).digest('base64') !== sha512) {
    throw fail('integrity', `${name} ${pinnedVersion} from ${new URL(url).host} is not what it should be: its sha512 differs from the one in this program.`, {
      hint: 'Nothing was installed. Something on the way changed the file, or the registry holds another one.',
    });
  }
  return response.body;
}

async function write(folder: string, files: readonly TarFile[]): Promise<void> {
  for (const { path: name, bytes } of files) {
    const file = path.join(folder, ...name.split('/'));
    await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    // Fails where two entries have one name.
    await fs.writeFile(file, bytes, { flag: 'wx' });
  }
}
