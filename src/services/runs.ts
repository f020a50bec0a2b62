import { Emitter, type Event } from '../core/base/event.ts';
import { fail } from '../core/base/fault.ts';
import type { RunQuery, SeriesOptions } from '../core/capability/experimentSource.ts';
import type { Page } from '../core/capability/page.ts';
import type { Run, Series } from '../core/model/run.ts';
import type { Catalog } from './catalog.ts';
import type { Locator } from './locate.ts';
import { RunIndex, type ExperimentEntry, type RunChange } from './runIndex.ts';
import { listRuns, streamRuns, type RunBatch, type RunList, type RunListQuery } from './runList.ts';
import { SameRuns } from './sameRuns.ts';

/** Runs of every source as one list. */
export class Runs {
  readonly #catalog: Catalog;
  readonly #locator: Locator;
  readonly #index: RunIndex;
  readonly #same: SameRuns;
  readonly #changed = new Emitter<RunChange>();

  constructor(catalog: Catalog, locator: Locator, same: SameRuns) {
    this.#catalog = catalog;
    this.#locator = locator;
    this.#same = same;
    this.#index = new RunIndex(locator);
  }

  /** Row-level differences, fired after a refresh that changed something. */
  readonly onDidChange: Event<RunChange> = this.#changed.event;

  /** A run that was listed before, without asking anyone. */
  peek(id: string): Run | undefined {
    const run = this.#index.get(id);
    return run && this.#same.join([run], this.#index.all())[0];
  }

  /** One page of one source, as the source gives it; remembered so that a refresh can tell what changed. */
  async page(sourceId: string, query: RunQuery, signal: AbortSignal): Promise<Page<Run>> {
    const entry = await this.#entry(sourceId, signal);
    const page = await entry.connection.experiments.runs(query, signal);
    this.#index.note(sourceId, query, page);
    await this.#same.load(signal);
    return { ...page, items: this.#same.join(page.items, this.#index.all()) };
  }

  /** Every source merged into one ordered list. Failing sources become problems. Throws `invalid` for a bad filter. */
  list(query: RunListQuery, signal: AbortSignal): Promise<RunList> {
    return listRuns(query, { entries: (wanted) => this.#entries(wanted, signal), same: this.#same, index: this.#index }, signal);
  }

  /** The same rows page by page, first rows first; each source at its own pace, unordered across sources. */
  stream(query: RunListQuery, signal: AbortSignal): AsyncIterable<RunBatch> {
    return streamRuns(query, { entries: (wanted) => this.#entries(wanted, signal), same: this.#same, index: this.#index }, signal);
  }

  /** Throws `notFound`. */
  async run(id: string, signal: AbortSignal): Promise<Run> {
    const { config, connection } = await this.#locator.find(id, signal);
    if (!connection.experiments) throw fail('notFound', `Source “${config.id}” holds no runs.`);
    const run = await connection.experiments.run(id, signal);
    this.#index.noteOne(config.id, run);
    await this.#same.load(signal);
    return this.#same.join([run], this.#index.all())[0] ?? run;
  }

  /** Typed columns per key; keys without a series are left out. */
  async series(id: string, keys: readonly string[], options: SeriesOptions, signal: AbortSignal): Promise<Series[]> {
    const { connection } = await this.#locator.find(id, signal);
    return (await connection.experiments?.series(id, keys, options, signal)) ?? [];
  }

  /** Metric keys that have a series; where a source cannot say, every metric of the run. */
  async seriesKeys(id: string, signal: AbortSignal): Promise<string[]> {
    const { connection } = await this.#locator.find(id, signal);
    const experiments = connection.experiments;
    if (!experiments) return [];
    if (experiments.seriesKeys) return experiments.seriesKeys(id, signal);
    return Object.keys((await experiments.run(id, signal)).metrics);
  }

  /** Reads a source again and fires one RunChange if rows changed. Called by services/refresh. */
  async refresh(sourceId: string, signal: AbortSignal): Promise<RunChange> {
    const entry = await this.#entry(sourceId, signal);
    const change = await this.#index.refresh(entry, signal);
    if (change.upserted.length + change.removed.length === 0) return change;
    await this.#same.load(signal);
    const joined = { ...change, upserted: this.#same.join(change.upserted, this.#index.all()) };
    this.#changed.fire(joined);
    return joined;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #entries(wanted: readonly string[] | undefined, signal: AbortSignal): Promise<ExperimentEntry[]> {
    const entries = await this.#catalog.with('experiments', signal);
    return entries.filter((entry) => wanted?.includes(entry.config.id) ?? true);
  }

  async #entry(sourceId: string, signal: AbortSignal): Promise<ExperimentEntry> {
    const entry = (await this.#entries([sourceId], signal))[0];
    if (!entry) throw fail('notFound', `There is no source “${sourceId}” that holds runs.`);
    return entry;
  }
}
