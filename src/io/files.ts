import { rmSync, watch as watchPath, type FSWatcher, type Stats } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { disposable, type Disposable } from '../core/base/disposable.ts';
import { fail, type FaultCode } from '../core/base/fault.ts';
import type { Files, FileStat, FolderEntry } from '../core/port/files.ts';

const defaultMaxBytes = 64 * 1024 * 1024;
const watchQuietMs = 100;

/** The Files port on node:fs. Paths are absolute. */
export function nodeFiles(): Files {
  return { read, readText, readRange, stat, list, writeAtomic, remove, lock, realPath, watch };
}

async function read(file: string, options: { readonly maxBytes?: number } = {}): Promise<Uint8Array> {
  const maxBytes = options.maxBytes ?? defaultMaxBytes;
  return guarded(file, async () => {
    const handle = await fs.open(file, 'r');
    try {
      const { size } = await handle.stat();
      if (size > maxBytes) {
        throw fail('tooLarge', `${file} has ${size} bytes; at most ${maxBytes} are read here.`, { at: { path: file } });
      }
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  });
}

async function readText(file: string, options?: { readonly maxBytes?: number }): Promise<string> {
  return new TextDecoder().decode(await read(file, options));
}

async function readRange(file: string, start: number, end: number): Promise<Uint8Array> {
  return guarded(file, async () => {
    const handle = await fs.open(file, 'r');
    try {
      const buffer = new Uint8Array(Math.max(0, end - start));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  });
}

async function stat(file: string, options: { readonly followLinks?: boolean } = {}): Promise<FileStat | undefined> {
  try {
    const stats = options.followLinks ? await fs.stat(file) : await fs.lstat(file);
    return { kind: kindOf(stats), sizeBytes: stats.size, modifiedMs: stats.mtimeMs, inode: stats.ino, ...(process.platform === 'win32' ? {} : { mode: stats.mode & 0o7777 }) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw asFault(error, file);
  }
}

async function list(folder: string): Promise<FolderEntry[] | undefined> {
  try {
    const entries = await fs.readdir(folder, { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw asFault(error, folder);
  }
}

async function writeAtomic(
  file: string,
  content: string | Uint8Array,
  options: { readonly mode?: number } = {},
): Promise<void> {
  await guarded(file, async () => {
    await fs.mkdir(path.dirname(file), { recursive: true });
    const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      await fs.writeFile(temporary, content, { flag: 'wx', ...(options.mode === undefined ? {} : { mode: options.mode }) });
      await fs.rename(temporary, file);
    } catch (error) {
      await fs.rm(temporary, { force: true });
      throw error;
    }
  });
}

async function remove(file: string): Promise<void> {
  await guarded(file, () => fs.rm(file, { force: true }));
}

const lockStaleMs = 10_000;

async function lock(file: string): Promise<Disposable | undefined> {
  return guarded(file, async () => {
    await fs.mkdir(path.dirname(file), { recursive: true });
    try {
      await (await fs.open(file, 'wx')).close();
      return disposable(() => rmSync(file, { force: true }));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await stat(file);
    if (holder && Date.now() - holder.modifiedMs > lockStaleMs) await fs.rm(file, { force: true });
    return undefined;
  });
}

async function realPath(file: string): Promise<string> {
  return guarded(file, () => fs.realpath(file));
}

/** Watches the parent of a file (an atomic replace swaps the inode) and a folder itself; never recursive. */
function watch(paths: readonly string[], onChange: (path: string) => void) {
  const watchers: FSWatcher[] = [];
  const pending = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let isEnded = false;
  const note = (changed: string) => {
    pending.add(changed);
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const one of [...pending]) onChange(one);
      pending.clear();
    }, watchQuietMs);
  };
  const listen = (folder: string, heard: (name: string | null, watcher: FSWatcher) => void): void => {
    if (isEnded) return;
    try {
      const watcher = watchPath(folder, { persistent: false }, (_event, name) => heard(name, watcher));
      watcher.on('error', () => watcher.close());
      watchers.push(watcher);
    } catch (error) {
      // Gone since it was looked at: it cannot change any more.
      if (!isMissing(error)) throw error;
    }
  };
  const arm = async (folder: string, names: Set<string> | 'all', isNew: boolean): Promise<void> => {
    const missing = await firstMissing(folder);
    if (missing !== undefined) {
      // A folder that comes later (a first note, a pull) is heard of by its nearest parent.
      listen(path.dirname(missing), (name, watcher) => {
        if (name !== null && name !== path.basename(missing)) return;
        watcher.close();
        void arm(folder, names, true);
      });
      return;
    }
    listen(folder, (name) => {
      if (names === 'all' || name === null || names.has(name)) note(name === null ? folder : path.join(folder, name));
    });
    if (isNew) for (const name of names === 'all' ? [''] : names) note(path.join(folder, name));
  };
  const byFolder = new Map<string, Set<string> | 'all'>();
  void (async () => {
    for (const one of paths) {
      const stats = await stat(one, { followLinks: true }).catch(() => undefined);
      const folder = stats?.kind === 'folder' ? one : path.dirname(one);
      const known = byFolder.get(folder);
      if (stats?.kind === 'folder') byFolder.set(folder, 'all');
      else if (known !== 'all') byFolder.set(folder, (known ?? new Set<string>()).add(path.basename(one)));
    }
    for (const [folder, names] of byFolder) await arm(folder, names, false);
  })();
  return {
    dispose() {
      isEnded = true;
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** The topmost part of a path that is not there; undefined where all of it is. */
async function firstMissing(folder: string): Promise<string | undefined> {
  let missing: string | undefined;
  for (let part = folder; ; part = path.dirname(part)) {
    const stats = await stat(part, { followLinks: true }).catch(() => undefined);
    if (stats !== undefined || part === path.dirname(part)) return missing;
    missing = part;
  }
}

function kindOf(entry: Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): FileStat['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

async function guarded<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asFault(error, file);
  }
}

const faultCodes: Readonly<Record<string, FaultCode>> = {
  ENOENT: 'notFound',
  ENOTDIR: 'notFound',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  EROFS: 'forbidden',
  EISDIR: 'invalid',
};

function asFault(error: unknown, file: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return fail(faultCodes[code] ?? 'internal', `${file}: ${message}`, { at: { path: file } });
}
