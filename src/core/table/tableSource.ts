import type { Column, ColumnKind, ColumnProblem } from './column.ts';

export interface ColumnInfo {
  readonly name: string;
  /** As stored or, in a text file, as its values are. */
  readonly kind: ColumnKind;
}

/**
 * A table that is opened for reading: one side of a comparison. Columns are read one at a time, so that a table larger than
 * memory can be gone through. Immutable: a file that changes while it is open makes `column` throw `conflict`.
 */
export interface TableSource {
  /** As it was asked for (`data/train.parquet`, `dvc:data/train.csv@v1`). */
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly ColumnInfo[];
  /** `sha256:<hex>` of the bytes (of a database's table: of its rows as read), the join to data elsewhere. */
  readonly digest: string;
  /** What is wrong with the table as a whole (truncated, ragged rows, an encoding that was guessed). */
  readonly problems: readonly ColumnProblem[];
  /** Throws `notFound` for a name that is not there, `corrupt` where the column cannot be read; others still can. */
  column(name: string, signal: AbortSignal): Promise<Column>;
  /** Numbers of a numeric column in pieces of some ten thousand, in row order, where the source can; NaN = missing. */
  pieces?(name: string, signal: AbortSignal): AsyncIterable<Float64Array>;
  close(): void;
}
