import { isLevelColumn, isNumberColumn, type Column } from './column.ts';

/** The column's values in these rows, in the order given. */
export function takeRows(column: Column, rows: Int32Array): Column {
  if (isNumberColumn(column)) return { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) };
  if (isLevelColumn(column)) return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) };
  return { ...column, rows: rows.length };
}
