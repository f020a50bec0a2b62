import type { Column, ColumnKind, ColumnProblem } from './column.ts';
import type { LevelTotals } from './levelTotals.ts';

export interface ColumnInfo {
  readonly name: string;
  /**
   * As stored or, in a text file, as its values are. A stored kind is known without reading the values, so a column may turn
   * out `empty` when it is read.
   */
  readonly kind: ColumnKind;
}

/** What the system that keeps the data knows of it; null = not known. */
export interface TableOrigin {
  /** As the system names the content (`md5:<hex>` …). */
  readonly revision: string | null;
  /** Full sha of the commit that holds it at this revision, or whose code the run that wrote it was. */
  readonly commit: string | null;
  /** Id of the run it belongs to. */
  readonly run: string | null;
}

/** What is known of a table before its values are read. */
export type TableHead = Pick<TableSource, 'rows' | 'columns'>;

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
  /** Where the content comes from, where its system says so. */
  readonly origin?: TableOrigin;
  /** Kinds are guessed from texts, in which numbers and missing values have no signs of their own: a delimited file. */
  readonly isGuessed?: boolean;
  /** What reads it, where that is not our own code (`duckdb`). The values are the same. */
  readonly reader?: string;
  /** Throws `notFound` for a name that is not there, `corrupt` where the column cannot be read; others still can. */
  column(name: string, signal: AbortSignal): Promise<Column>;
  /**
   * Numbers of a numeric column in pieces, in row order, where the source can; NaN = missing. A piece is to be read before the next
   * is asked for: its memory may be that of the next.
   */
  pieces?(name: string, signal: AbortSignal): AsyncIterable<Float64Array>;
  /** Of a categorical or boolean column, without its rows, where the source can; undefined where it has no value. */
  totals?(name: string, signal: AbortSignal): Promise<LevelTotals | undefined>;
  /** Columns that will be asked for, in that order: a source may read several at once. */
  expect?(names: readonly string[]): void;
  close(): void;
}
