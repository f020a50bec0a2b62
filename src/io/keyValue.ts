import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fail } from '../core/base/fault.ts';
import type { KeyValue } from '../core/port/keyValue.ts';

const dayMs = 86_400_000;
const keepMs = 60 * dayMs;

/** One file per key below a cache folder. A cache that cannot be written is a slow cache, not an error. */
export function folderKeyValue(folder: string): KeyValue {
  let isPruned = false;
  const fileOf = (key: string) => {
    const name = createHash('sha256').update(key).digest('hex');
    return path.join(folder, name.slice(0, 2), name.slice(2));
  };
  return {
    async get(key) {
      try {
        return await readFile(fileOf(key));
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw fail('forbidden', `The cache ${folder} cannot be read.`, { hint: 'Remove the folder; it is made again.' });
      }
    },
    async set(key, value) {
      const file = fileOf(key);
      const temporary = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
      try {
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
        await writeFile(temporary, value, { mode: 0o600 });
        await rename(temporary, file);
        if (!isPruned) {
          isPruned = true;
          await prune(folder);
        }
      } catch (error) {
        await rm(temporary, { force: true });
        if (!['EACCES', 'EROFS', 'ENOSPC', 'EPERM', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      }
    },
    delete: (key) => rm(fileOf(key), { force: true }),
  };
}

/** At most once a day: what was not written for two months goes. */
async function prune(folder: string): Promise<void> {
  const marker = path.join(folder, 'pruned');
  const nowMs = Date.now();
  const last = await stat(marker).catch(ignoreAbsent);
  if (last && nowMs - last.mtimeMs < dayMs) return;
  if (last) await utimes(marker, nowMs / 1000, nowMs / 1000);
  else await writeFile(marker, '');
  for (const name of await readdir(folder)) {
    if (name.length !== 2) continue;
    for (const entry of await readdir(path.join(folder, name))) {
      const file = path.join(folder, name, entry);
      const found = await stat(file).catch(ignoreAbsent);
      if (found && nowMs - found.mtimeMs > keepMs) await rm(file, { force: true });
    }
  }
}

function isAbsent(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function ignoreAbsent(error: unknown): undefined {
  if (!isAbsent(error)) throw error;
}
