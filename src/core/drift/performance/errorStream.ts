import type { PerformanceColumns } from './columns.ts';

/** What a model got wrong, row by row, for the rows whose label has come. */
export interface ErrorStream {
  /** Classes: 1 = wrong, 0 = right. Numbers: |truth − prediction|. */
  readonly errors: Float64Array;
  /** Of each error, its row in the columns. */
  readonly rows: Uint32Array;
}

export function errorStream({ truth, predicted }: PerformanceColumns): ErrorStream {
  const isNumbers = truth instanceof Float64Array;
  const isKnown = (value: number) => (isNumbers ? Number.isFinite(value) : value >= 0);
  const rows = Uint32Array.from(truth.keys()).filter((row) => isKnown(truth[row]!) && isKnown(predicted[row]!));
  const errorOf = (row: number) => (isNumbers ? Math.abs(truth[row]! - predicted[row]!) : Number(truth[row] !== predicted[row]));
  return { errors: Float64Array.from(rows, errorOf), rows };
}
