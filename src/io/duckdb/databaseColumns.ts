import type { ColumnKind, ColumnProblem } from '../../core/table/column.ts';
import { quotedName } from './quote.ts';

/** How a column of a DuckDB table is read. */
export interface DatabaseColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly problems: readonly ColumnProblem[];
  /** An expression of type DOUBLE (numbers; truth values as 0 and 1; moments and times of day in µs) or VARCHAR. */
  readonly sql: string;
  /** From what the expression gives to what we hold. */
  readonly scale: (value: number) => number;
  /** For whole numbers that a double may not hold: a condition that is true where it does not. */
  readonly isRounded?: string;
}

const small = /^(U?TINYINT|U?SMALLINT|U?INTEGER|FLOAT|DOUBLE)$/;
const large = /^(U?BIGINT|U?HUGEINT)$/;
const moment = /^(DATE|TIMESTAMP|TIMESTAMP_S|TIMESTAMP_MS|TIMESTAMP_NS|TIMESTAMP WITH TIME ZONE)$/;
const nested = /(\[\d*\]|^(STRUCT|MAP|UNION)\(.*)$/s;
const same = (value: number) => value;
const fromMicroseconds = (value: number) => value / 1000;

/** By its name and type as DuckDB describes them; `name` and `problems` as columns are told apart. */
export function databaseColumn(described: { readonly name: string; readonly type: string }, named: Pick<DatabaseColumn, 'name' | 'problems'>): DatabaseColumn {
  const { type } = described;
  const at = quotedName(described.name);
  if (small.test(type) || type.startsWith('DECIMAL')) return { ...named, kind: 'numeric', sql: `CAST(${at} AS DOUBLE)`, scale: same };
  if (large.test(type)) {
    return { ...named, kind: 'numeric', sql: `CAST(${at} AS DOUBLE)`, scale: same, isRounded: `TRY_CAST(CAST(${at} AS DOUBLE) AS ${type}) IS DISTINCT FROM ${at}` };
  }
  if (type === 'BOOLEAN') return { ...named, kind: 'boolean', sql: `CAST(CAST(${at} AS TINYINT) AS DOUBLE)`, scale: same };
  // Infinite moments are none.
  if (moment.test(type)) return { ...named, kind: 'datetime', sql: `CASE WHEN isfinite(${at}) THEN CAST(epoch_us(${at}) AS DOUBLE) END`, scale: fromMicroseconds };
  if (type === 'TIME') return { ...named, kind: 'numeric', sql: `CAST(epoch_us(${at}) AS DOUBLE)`, scale: fromMicroseconds };
  if (type === 'BLOB') return { ...named, kind: 'categorical', sql: `lower(hex(${at}))`, scale: same };
  const problems = nested.test(type) ? [...named.problems, nestedProblem] : named.problems;
  return { name: named.name, problems, kind: 'categorical', sql: `CAST(${at} AS VARCHAR)`, scale: same };
}

const nestedProblem: ColumnProblem = { code: 'nested', message: 'Each value is a list or a record; it is compared as DuckDB writes it.' };
