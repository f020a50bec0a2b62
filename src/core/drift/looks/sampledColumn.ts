import type { Column } from '../../table/column.ts';
import { takeRows } from '../../table/takeRows.ts';
import type { TableSource } from '../../table/tableSource.ts';

/**
 * A column in these rows, which ascend. Numbers are taken as they are read where the source gives pieces; others are read whole
 * first. Throws what reading throws.
 */
export async function sampledColumn(table: TableSource, name: string, rows: Int32Array, signal: AbortSignal): Promise<Column> {
  const kind = table.columns.find((column) => column.name === name)?.kind;
  if (table.pieces === undefined || (kind !== 'numeric' && kind !== 'datetime')) return takeRows(await table.column(name, signal), rows);
  const values = new Float64Array(rows.length);
  let taken = 0;
  let start = 0;
  let hasValue = false;
  for await (const piece of table.pieces(name, signal)) {
    hasValue ||= piece.some((value) => !Number.isNaN(value));
    for (; taken < rows.length && rows[taken]! < start + piece.length; taken += 1) values[taken] = piece[rows[taken]! - start]!;
    start += piece.length;
  }
  return hasValue ? { name, kind, problems: [], values } : { name, kind: 'empty', problems: [], rows: rows.length };
}
