import type { Scalar } from '../model/value.ts';

/** Which way is better. */
export type Direction = 'maximize' | 'minimize';

/** One param over the compared runs; `values` in the order of `runs`, null where a run has none. */
export interface ParamRow {
  readonly key: string;
  readonly values: readonly Scalar[];
  readonly differs: boolean;
}

export interface MetricRow {
  readonly key: string;
  readonly values: readonly Scalar[];
  /** Value minus the baseline's, per run; null where either is no number. The baseline's own is 0. */
  readonly delta: ReadonlyArray<number | null>;
  readonly direction: Direction | null;
  /** `file` = written in `.mlops/metrics.yaml`; `name` = guessed from the key; null = not known. */
  readonly directionFrom: 'file' | 'name' | null;
}

export interface CodeChange {
  readonly path: string;
  readonly status: string;
}

export interface CodeComparison {
  /** Commits, full. */
  readonly from: string;
  readonly to: string;
  readonly files: readonly CodeChange[];
}

/** One dataset over the compared runs: its digest, `""` where it is used but has none, null where it is not used. */
export interface DataRow {
  readonly name: string;
  readonly values: ReadonlyArray<string | null>;
  readonly differs: boolean;
}

export interface EnvironmentRow {
  readonly name: string;
  readonly values: ReadonlyArray<string | null>;
  readonly differs: boolean;
}

/** The CLI's contract (DESIGN section 6). */
export interface Comparison {
  readonly runs: readonly string[];
  readonly params: readonly ParamRow[];
  readonly metrics: readonly MetricRow[];
  /** Between the baseline and the first other run whose commit differs; null where a commit is unknown. */
  readonly code: CodeComparison | null;
  readonly data: readonly DataRow[];
  /** Null: no source tells the environment yet. */
  readonly environment: readonly EnvironmentRow[] | null;
}
