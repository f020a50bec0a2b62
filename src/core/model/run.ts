import type { Flat, Scalar } from './value.ts';

export const runStatuses = [
  'queued',
  'preparing',
  'running',
  'stopping',
  'finished',
  'failed',
  'stopped',
  'lost',
  'stale',
  'unknown',
] as const;
export type RunStatus = (typeof runStatuses)[number];

/** A status that no longer changes by itself. */
export function isFinal(status: RunStatus): boolean {
  return status === 'finished' || status === 'failed' || status === 'stopped' || status === 'lost';
}

export interface RunDataset {
  readonly name: string;
  readonly digest: string | null;
  readonly context: string | null;
}

/** One execution. The shape is the CLI's contract (DESIGN section 6): absent = null, never guessed. */
export interface Run {
  readonly id: string;
  readonly source: string;
  /** Name of the experiment that groups it. */
  readonly experiment: string | null;
  readonly name: string | null;
  readonly status: RunStatus;
  /** ISO 8601 UTC. */
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly commit: string | null;
  readonly dirty: boolean | null;
  readonly snapshot: string | null;
  readonly parentId: string | null;
  /** Ids of the same execution in other sources. */
  readonly sameAs: readonly string[];
  readonly params: Flat;
  /** Last values. */
  readonly metrics: Flat;
  readonly tags: Flat<string>;
  readonly datasets: readonly RunDataset[];
  readonly models: readonly string[];
  readonly user: string | null;
  readonly url: string | null;
}

/** When a run happened, for order and ages: a git commit knows only when it was made, which is the end of its run. */
export function runMoment(run: Pick<Run, 'startedAt' | 'endedAt'>): string | null {
  return run.startedAt ?? run.endedAt;
}

/** A metric over time as columns of equal length. */
export interface Series {
  readonly key: string;
  readonly steps: readonly number[];
  readonly values: ReadonlyArray<number | string>;
  /** Milliseconds since the epoch; null where the source keeps none. */
  readonly timestamps: ReadonlyArray<number | null>;
  /** True when points were left out to stay within `maxPoints`. */
  readonly sampled?: boolean;
}

export type { Scalar };
