import { toFault } from '../core/base/fault.ts';
import { LruMap } from '../core/base/lru.ts';
import type { ExperimentSource, RunQuery } from '../core/capability/experimentSource.ts';
import type { Page } from '../core/capability/page.ts';
import { isFinal, type Run } from '../core/model/run.ts';
import type { CatalogEntry } from './catalog.ts';
import type { Locator } from './locate.ts';
import { sameRecord } from './sameRecord.ts';

const maxQueries = 64;
/** A remote source is asked for at most this many unfinished runs one by one beyond its first pages. */
const maxUnfinished = 50;

export type ExperimentEntry = CatalogEntry & { readonly connection: { readonly experiments: ExperimentSource } };

/** What a refresh changed in one source, by id. */
export interface RunChange {
  readonly source: string;
  readonly upserted: readonly Run[];
  readonly removed: readonly string[];
}

interface Seen {
  readonly source: string;
  readonly query: RunQuery;
  /** Ids in the source's order, as far as they were paged in. */
  ids: string[];
}

/** What was listed so far, per source and query, so that a refresh is a difference by id and not a new list. */
export class RunIndex {
  readonly #runs = new Map<string, Run>();
  readonly #queries = new LruMap<string, Seen>(maxQueries);
  readonly #bySource = new Map<string, Set<string>>();
  readonly #locator: Locator;

  constructor(locator: Locator) {
    this.#locator = locator;
  }

  get(id: string): Run | undefined {
    return this.#runs.get(id);
  }

  all(): Iterable<Run> {
    return this.#runs.values();
  }

  note(source: string, query: RunQuery, page: Page<Run>): void {
    const { cursor, pageSize: _, ...rest } = query;
    const key = `${source} ${JSON.stringify(rest)}`;
    const seen = this.#queries.get(key) ?? { source, query: rest, ids: [] };
    const pageIds = page.items.map((run) => run.id);
    seen.ids = cursor === undefined ? pageIds : [...new Set([...seen.ids, ...pageIds])];
    this.#queries.set(key, seen);
    const keys = this.#bySource.get(source) ?? new Set();
    this.#bySource.set(source, keys.add(key));
    for (const run of page.items) this.noteOne(source, run);
  }

  noteOne(source: string, run: Run): void {
    this.#runs.set(run.id, run);
    this.#locator.remember(run.id, source);
  }

  /** Reads again what was listed of this source and says which rows are new, different or gone. */
  async refresh(entry: ExperimentEntry, signal: AbortSignal): Promise<RunChange> {
    const source = entry.config.id;
    const upserted = new Map<string, Run>();
    const removed = new Set<string>();
    for (const key of this.#bySource.get(source) ?? []) {
      const seen = this.#queries.get(key);
      if (!seen) continue;
      const fresh = await this.#reread(entry, seen, signal);
      const still = new Set(fresh.ids);
      for (const run of fresh.runs) {
        const before = this.#runs.get(run.id);
        if (!before || !sameRecord(before, run)) upserted.set(run.id, run);
      }
      for (const id of fresh.covered) if (!still.has(id)) removed.add(id);
      for (const id of fresh.lost) removed.add(id);
      const covered = new Set(fresh.covered);
      seen.ids = [...fresh.ids, ...seen.ids.filter((id) => !covered.has(id) && !still.has(id) && !fresh.lost.has(id))];
    }
    for (const run of upserted.values()) {
      removed.delete(run.id);
      this.noteOne(source, run);
    }
    for (const id of [...removed]) {
      // Another query of the same source may still hold it.
      if ([...(this.#bySource.get(source) ?? [])].some((key) => this.#queries.get(key)?.ids.includes(id))) removed.delete(id);
      else {
        this.#runs.delete(id);
        this.#locator.forget(id);
      }
    }
    return { source, upserted: [...upserted.values()], removed: [...removed] };
  }

  /**
   * A source with its own watch is read to the depth already listed. A polled one only until a page brings nothing
   * new; older runs that are not final are asked one by one.
   */
  async #reread(entry: ExperimentEntry, seen: Seen, signal: AbortSignal) {
    const isLocal = entry.connection.watch !== undefined;
    const position = new Map(seen.ids.map((id, index) => [id, index]));
    const runs: Run[] = [];
    let cursor: string | undefined;
    let depth = -1;
    let hasEnded = false;
    for (;;) {
      const page = await entry.connection.experiments.runs({ ...seen.query, ...(cursor === undefined ? {} : { cursor }) }, signal);
      runs.push(...page.items);
      for (const run of page.items) depth = Math.max(depth, position.get(run.id) ?? -1);
      cursor = page.next;
      hasEnded = cursor === undefined;
      const isKnown = page.items.every((run) => sameOrUndefined(this.#runs.get(run.id), run));
      if (hasEnded || depth >= seen.ids.length - 1 || (!isLocal && isKnown)) break;
    }
    const covered = hasEnded ? seen.ids : seen.ids.slice(0, depth + 1);
    const ids = runs.map((run) => run.id);
    const lost = new Set<string>();
    if (!hasEnded) await this.#unfinished(entry, seen.ids.slice(depth + 1), runs, lost, signal);
    return { runs, ids, covered, lost };
  }

  async #unfinished(entry: ExperimentEntry, ids: readonly string[], into: Run[], lost: Set<string>, signal: AbortSignal): Promise<void> {
    const open = ids.filter((id) => !isFinal(this.#runs.get(id)?.status ?? 'unknown')).slice(0, maxUnfinished);
    for (const id of open) {
      try {
        into.push(await entry.connection.experiments.run(id, signal));
      } catch (error) {
        if (toFault(error).code !== 'notFound') throw error;
        lost.add(id);
      }
    }
  }
}

function sameOrUndefined(before: Run | undefined, run: Run): boolean {
  return before !== undefined && sameRecord(before, run);
}
