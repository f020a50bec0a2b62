import { isNumberColumn, type Column } from './column.ts';
import type { TableSource } from './tableSource.ts';

/**
 * Some rows of a table as a table of its own, in the order given. Its digest names the base and the rows (`part`: what they
 * are, in words). Closing it leaves the base open.
 */
export function rowsView(base: TableSource, rows: Int32Array, part: string): TableSource {
  return {
    name: `${base.name}, ${part}`,
    rows: rows.length,
    columns: base.columns,
    digest: `${base.digest}#${part}`,
    problems: base.problems,
    column: async (name, signal) => rowsOf(await base.column(name, signal), rows),
    close: () => undefined,
  };
}

export function rowsOf(column: Column, rows: Int32Array): Column {
  if (column.kind === 'empty') return { ...column, rows: rows.length };
  if (isNumberColumn(column)) return { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) };
  return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) };
}
