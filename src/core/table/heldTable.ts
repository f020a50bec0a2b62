import { toFault } from '../base/fault.ts';
import type { Column } from './column.ts';
import { emptyColumn } from './makeColumn.ts';
import { memoryTable } from './memoryTable.ts';
import type { TableSource } from './tableSource.ts';

/**
 * Some columns of a table kept in memory, to be read many times. A column that cannot be read is kept as an empty one with
 * the reason among its problems.
 */
export async function heldTable(source: TableSource, names: readonly string[], signal: AbortSignal): Promise<TableSource> {
  const columns: Column[] = [];
  for (const { name } of source.columns) {
    if (!names.includes(name)) continue;
    try {
      columns.push(await source.column(name, signal));
    } catch (error) {
      signal.throwIfAborted();
      const { code, message } = toFault(error);
      columns.push(emptyColumn(name, source.rows, [{ code, message }]));
    }
  }
  return { ...memoryTable(source.name, columns, { digest: source.digest, problems: source.problems }), ...(source.isGuessed && { isGuessed: true }) };
}
