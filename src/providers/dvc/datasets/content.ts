import { fail } from '../../../core/base/fault.ts';
import type { Files } from '../../../core/port/files.ts';
import type { DvcCache } from '../project/cache.ts';
import type { LockEntry } from '../project/model.ts';

export interface ContentFile {
  readonly path: string;
  readonly digest: string;
  readonly sizeBytes: number | null;
}

/** Is it a folder? Its digest says so, or it carries its own listing. */
export function isFolder(entry: LockEntry): boolean {
  return entry.files !== null || (entry.digest?.endsWith('.dir') ?? false);
}

/** Files of a version; one for a single file. Throws `notPulled` where a folder's listing is not on this machine. */
export async function listing(cache: DvcCache, entry: LockEntry): Promise<readonly ContentFile[]> {
  if (entry.files) {
    return entry.files.flatMap(({ path, digest, sizeBytes }) => (digest === null ? [] : [{ path, digest, sizeBytes }]));
  }
  if (entry.digest === null) throw fail('notPulled', `${entry.path} has no digest yet: it was never run or added.`);
  if (!isFolder(entry)) {
    return [{ path: entry.path.slice(entry.path.lastIndexOf('/') + 1), digest: entry.digest, sizeBytes: entry.sizeBytes }];
  }
  const files = await cache.listing(entry.digest);
  if (!files) throw notPulled(entry.path);
  return files.map((file) => ({ ...file, sizeBytes: null }));
}

/** Is every byte of this version on this machine? One folder read per shard, however many files it has. */
export async function isPresent(cache: DvcCache, files: Files, entry: LockEntry): Promise<boolean | null> {
  if (entry.digest === null && !entry.files) return null;
  if (!isFolder(entry) && entry.digest !== null) return (await cache.locate(entry.digest)) !== undefined;
  if (entry.digest !== null && !entry.files && !(await cache.locate(entry.digest))) return false;
  const root = await cache.folder();
  const shards = new Map<string, Promise<ReadonlySet<string>>>();
  for (const { digest } of await listing(cache, entry)) {
    const head = digest.slice(0, 2);
    if (!/^[0-9a-f]{2}$/.test(head)) return false;
    let names = shards.get(head);
    if (!names) shards.set(head, (names = shardNames(files, root, head)));
    if (!(await names).has(digest.slice(2))) return false;
  }
  return true;
}

async function shardNames(files: Files, root: string, head: string): Promise<ReadonlySet<string>> {
  const lists = await Promise.all([`${root}/files/md5/${head}`, `${root}/${head}`].map((folder) => files.list(folder)));
  return new Set(lists.flatMap((list) => list ?? []).map((entry) => entry.name));
}

/** The first bytes of a version, or of one file in it. */
export async function firstBytes(
  cache: DvcCache,
  files: Files,
  entry: LockEntry,
  path: string | null,
  maxBytes: number,
): Promise<Uint8Array> {
  const all = await listing(cache, entry);
  if (isFolder(entry) && path === null) {
    throw fail('invalid', `${entry.path} is a folder; name the file to show.`);
  }
  const file = isFolder(entry) ? all.find((one) => one.path === path) : all[0];
  if (!file) throw fail('notFound', `${entry.path} has no file ${path ?? ''}.`);
  const found = await cache.locate(file.digest);
  if (!found) throw notPulled(isFolder(entry) ? `${entry.path}/${file.path}` : entry.path);
  return files.readRange(found.path, 0, maxBytes);
}

export function notPulled(what: string) {
  return fail('notPulled', `${what} is not on this machine.`, {
    hint: 'Fetch it from the DVC remote.',
    actionId: 'fetchData',
  });
}
