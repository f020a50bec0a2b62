import type { TableSource } from './tableSource.ts';
import { takeRows } from './takeRows.ts';

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
    ...(base.isGuessed && { isGuessed: true }),
    column: async (name, signal) => takeRows(await base.column(name, signal), rows),
    close: () => undefined,
  };
}
