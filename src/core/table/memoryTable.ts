import { fail } from '../base/fault.ts';
import { isNumberColumn, type Column, type ColumnProblem } from './column.ts';
import type { TableSource } from './tableSource.ts';

/** A table whose columns are in memory. Throws `invalid` where they differ in length or two have one name. */
export function memoryTable(
  name: string,
  columns: readonly Column[],
  {
    digest = `memory:${name}`,
    problems = [],
    rows = columns[0] === undefined ? 0 : lengthOf(columns[0]),
  }: { readonly digest?: string; readonly problems?: readonly ColumnProblem[]; readonly rows?: number } = {},
): TableSource {
  const byName = new Map(columns.map((column) => [column.name, column]));
  if (byName.size < columns.length) throw fail('invalid', 'Two columns of the table have the same name.');
  if (columns.some((column) => lengthOf(column) !== rows)) throw fail('invalid', 'The columns of the table differ in length.');
  return {
    name,
    rows,
    columns: columns.map((column) => ({ name: column.name, kind: column.kind })),
    digest,
    problems,
    column: async (asked, signal) => {
      signal.throwIfAborted();
      const found = byName.get(asked);
      if (found === undefined) throw fail('notFound', `There is no column “${asked}” in ${name}.`);
      return found;
    },
    close: () => undefined,
  };
}

export function lengthOf(column: Column): number {
  if (column.kind === 'empty') return column.rows;
  return isNumberColumn(column) ? column.values.length : column.codes.length;
}
