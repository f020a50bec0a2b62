/**
 * What the values of a column are. `datetime` values are ms since the epoch (UTC); `empty` = no value at all, so that
 * nothing is known of what they would be.
 */
export type ColumnKind = 'numeric' | 'datetime' | 'categorical' | 'boolean' | 'empty';

/** Something about one column that a reader should know: it is told there, and the rest of the table stays as it is. */
export interface ColumnProblem {
  /** Short and stable, for programs: `mixedTypes`, `infinite`, `duplicateName`, `unreadable` … */
  readonly code: string;
  /** One sentence, with counts and the first place where it is so. */
  readonly message: string;
}

interface ColumnBase {
  readonly name: string;
  readonly problems: readonly ColumnProblem[];
}

/** One column, whole in memory. Every column of a table has as many values as the table has rows, in the same order. */
export type Column = NumberColumn | LevelColumn | EmptyColumn;

export interface NumberColumn extends ColumnBase {
  readonly kind: 'numeric' | 'datetime';
  /** NaN where the value is missing; ±Infinity is kept as it was read. */
  readonly values: Float64Array;
}

export interface LevelColumn extends ColumnBase {
  readonly kind: 'categorical' | 'boolean';
  /** Index into `levels`; −1 where the value is missing. */
  readonly codes: Int32Array;
  /** Distinct, in order of first appearance. A boolean column's are "false" and "true". */
  readonly levels: readonly string[];
}

export interface EmptyColumn extends ColumnBase {
  readonly kind: 'empty';
  readonly rows: number;
}

export function isNumberColumn(column: Column): column is NumberColumn {
  return column.kind === 'numeric' || column.kind === 'datetime';
}

export function isLevelColumn(column: Column): column is LevelColumn {
  return column.kind === 'categorical' || column.kind === 'boolean';
}
