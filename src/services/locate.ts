import { fail, toFault } from '../core/base/fault.ts';
import { parseId, type ParsedId } from '../core/model/id.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';

/**
 * Finds the source behind an id. Everything but a run carries its source in its native id; a run is looked up in
 * what was already listed, then asked of each source of its provider.
 */
export class Locator {
  readonly #catalog: Catalog;
  readonly #runSources = new Map<string, string>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Remembers where a listed run came from. */
  remember(run: string, source: string): void {
    this.#runSources.set(run, source);
  }

  forget(run: string): void {
    this.#runSources.delete(run);
  }

  /** The source of any id, or a `notFound` fault that says what is known instead. */
  async find(id: string, signal: AbortSignal): Promise<CatalogEntry> {
    const parsed = parsedOrFail(id);
    const entries = await this.#catalog.entries(signal);
    const known = this.peek(id, entries);
    if (known) return known;
    const candidates = entries.filter((entry) => entry.config.provider === parsed.provider);
    if (parsed.kind === 'run') {
      const holder = await this.#askEach(id, candidates, signal);
      if (holder) return holder;
    }
    throw fail('notFound', `${id} is in no source of this folder.`, {
      hint: candidates.length === 0 ? `No source of “${parsed.provider}” was found here.` : 'Check the id, or refresh the source.',
    });
  }

  /** What memory alone can tell. */
  peek(id: string, entries: readonly CatalogEntry[] = this.#catalog.current): CatalogEntry | undefined {
    const parsed = parseId(id);
    if (!parsed) return undefined;
    if (parsed.kind === 'run') {
      const source = this.#runSources.get(id);
      const same = entries.filter((entry) => entry.config.provider === parsed.provider);
      return entries.find((entry) => entry.config.id === source) ?? (same.length === 1 ? same[0] : undefined);
    }
    return longestOwner(parsed, entries);
  }

  async #askEach(id: string, entries: readonly CatalogEntry[], signal: AbortSignal): Promise<CatalogEntry | undefined> {
    let failure: unknown;
    for (const entry of entries) {
      if (!entry.connection.experiments) continue;
      try {
        await entry.connection.experiments.run(id, signal);
        this.remember(id, entry.config.id);
        return entry;
      } catch (error) {
        if (toFault(error).code === 'cancelled') throw error;
        if (toFault(error).code !== 'notFound') failure ??= error;
      }
    }
    // A source that could not be asked may be the one that holds it: its own words beat "not found".
    if (failure !== undefined) throw failure as Error;
    return undefined;
  }
}

function parsedOrFail(id: string): ParsedId {
  const parsed = parseId(id);
  if (!parsed) throw fail('invalid', `“${id}” is not an id.`, { hint: 'An id reads <provider>:<native id>.' });
  return parsed;
}

/** One source id may begin another (`x` and `x:sub`), so the longest match owns the id. */
function longestOwner(parsed: ParsedId, entries: readonly CatalogEntry[]): CatalogEntry | undefined {
  let best: CatalogEntry | undefined;
  for (const entry of entries) {
    if (entry.config.provider !== parsed.provider) continue;
    const { id } = entry.config;
    const owns = [id, encodeURIComponent(id)].some((name) => parsed.native === name || parsed.native.startsWith(`${name}/`));
    if (owns && id.length > (best?.config.id.length ?? -1)) best = entry;
  }
  return best;
}
