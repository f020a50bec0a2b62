import type { Event } from '../base/event.ts';
import type { Experiment } from '../model/experiment.ts';
import type { Run, Series } from '../model/run.ts';
import type { Page, PageRequest } from './page.ts';

export interface RunQuery extends PageRequest {
  /** Experiment id; absent = all. */
  readonly experiment?: string;
  /**
   * `default`: what a person expects at first (for a git-based source HEAD, branch and tag tips, baselines and their
   * experiments). `all-commits`: the whole history.
   */
  readonly scope?: 'default' | 'all-commits';
  /** Only children of this run. */
  readonly parent?: string;
  /** Hints a provider may push down to its system. The service filters and sorts again, so ignoring them is safe. */
  readonly filter?: string;
  readonly order?: { readonly key: string; readonly descending: boolean };
}

export interface SeriesOptions {
  /** At most this many points a key; absent = every point. */
  readonly maxPoints?: number;
  readonly fromStep?: number;
  readonly toStep?: number;
}

export interface ExperimentSource {
  experiments(request: PageRequest, signal: AbortSignal): Promise<Page<Experiment>>;
  /** Newest first unless the query orders otherwise. */
  runs(query: RunQuery, signal: AbortSignal): Promise<Page<Run>>;
  /** Throws `notFound` for an id this source does not hold. */
  run(id: string, signal: AbortSignal): Promise<Run>;
  series(run: string, keys: readonly string[], options: SeriesOptions, signal: AbortSignal): Promise<Series[]>;
  /** Metric keys that have a series. */
  seriesKeys?(run: string, signal: AbortSignal): Promise<string[]>;
}

/** How often a source may be asked, declared by the provider and kept by services/refresh. */
export interface RefreshPolicy {
  readonly minIntervalMs: number;
  readonly budgetPerMin: number;
}

/** Fires when the source's own files changed; remote sources have none and are polled by services/refresh. */
export interface Watchable {
  readonly onDidChange: Event<void>;
}
