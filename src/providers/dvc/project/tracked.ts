import { fail } from '../../../core/base/fault.ts';
import { mapOf, type Data } from '../formats/data.ts';
import { maxParsedBytes } from '../formats/parse.ts';
import type { ParsedStore } from '../formats/store.ts';
import type { DvcCache } from './cache.ts';
import { lockEntries } from './lock.ts';
import { isOutside, isWithin } from './path.ts';
import type { LoadedFile } from './projectFiles.ts';
import type { ProjectTree } from './tree.ts';

interface TrackedOut {
  readonly path: string;
  readonly digest: string | null;
}

/** Files of a tree as DVC sees them: what git holds, and below it what DVC tracks and the cache has. */
export class TrackedFiles {
  readonly #tree: ProjectTree;
  readonly #loaded: readonly LoadedFile[];
  readonly #cache: DvcCache;
  readonly #store: ParsedStore;
  #outs: readonly TrackedOut[] | undefined;

  constructor(tree: ProjectTree, loaded: readonly LoadedFile[], cache: DvcCache, store: ParsedStore) {
    this.#tree = tree;
    this.#loaded = loaded;
    this.#cache = cache;
    this.#store = store;
  }

  async exists(path: string): Promise<boolean> {
    return (await this.#tree.find(path)) !== undefined || typeof this.#outFor(path)?.digest === 'string';
  }

  /** A file as itself, a folder as its files. Throws `notPulled` where a folder's listing is not here. */
  async expand(path: string): Promise<string[]> {
    const found = await this.#tree.find(path);
    if (found?.kind === 'file') return [path];
    const files = new Set<string>();
    if (found) for (const file of await this.#tree.list(path)) files.add(file.path);
    const around = this.#outFor(path);
    if (around?.digest?.endsWith('.dir')) {
      for (const one of await this.#listing(around)) if (isWithin(one.path, path)) files.add(one.path);
    } else if (around && !found) return [path];
    for (const out of this.#allOuts()) {
      if (out.path === path || !isWithin(out.path, path)) continue;
      if (out.digest?.endsWith('.dir')) for (const one of await this.#listing(out)) files.add(one.path);
      else files.add(out.path);
    }
    if (files.size === 0 && !found) return [path];
    return [...files].filter((file) => !/(^|\/)(dvc\.yaml|\.dvcignore|[^/]*\.dvc)$/.test(file));
  }

  /** Parsed content; undefined where nobody knows the file. Throws `notPulled`, `corrupt`, `tooLarge`. */
  async read(path: string): Promise<Data | undefined> {
    const found = await this.#tree.find(path);
    if (found?.kind === 'file') return this.#store.read(this.#tree, { path, id: found.id });
    if (found) return undefined;
    const out = this.#outFor(path);
    if (typeof out?.digest !== 'string') return undefined;
    const digest = out.digest.endsWith('.dir') ? (await this.#listing(out)).find((one) => one.path === path)?.digest : out.path === path ? out.digest : undefined;
    if (digest === undefined) return undefined;
    const place = await this.#cache.locate(digest);
    if (!place) throw notPulled(path);
    if (place.sizeBytes > maxParsedBytes) {
      throw fail('tooLarge', `${path} has ${place.sizeBytes} bytes; params and metrics files are read up to ${maxParsedBytes}.`, { at: { path } });
    }
    const reader = {
      read: async () => {
        const bytes = await this.#cache.read(digest);
        return bytes && { bytes };
      },
    };
    return this.#store.read(reader, { path, id: `md5:${digest}` });
  }

  async #listing(out: TrackedOut): Promise<ReadonlyArray<{ readonly path: string; readonly digest: string }>> {
    const listing = await this.#cache.listing(out.digest ?? '');
    if (!listing) throw notPulled(out.path);
    return listing.map((file) => ({ path: `${out.path}/${file.path}`, digest: file.digest }));
  }

  #outFor(path: string): TrackedOut | undefined {
    return this.#allOuts().find((out) => isWithin(path, out.path));
  }

  #allOuts(): readonly TrackedOut[] {
    this.#outs ??= cachedOuts(this.#loaded);
    return this.#outs;
  }
}

function cachedOuts(loaded: readonly LoadedFile[]): TrackedOut[] {
  return loaded.flatMap(({ file, lock }) =>
    file.stages.flatMap((stage) => {
      const outs = stage.outs.filter((out) => out.isCached && !isOutside(out.path));
      if (outs.length === 0) return [];
      const locked = file.kind === 'data' ? undefined : lockEntries(mapOf(mapOf(lock['stages'])[stage.name])['outs']);
      return outs.map((out) => ({ path: out.path, digest: (locked ? locked.get(out.written) : out.lock)?.digest ?? null }));
    }),
  );
}

function notPulled(path: string): Error {
  return fail('notPulled', `${path} is not in the local DVC cache.`, {
    hint: 'Pull it with "dvc pull".',
    at: { path },
  });
}
