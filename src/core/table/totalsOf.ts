import { isLevelColumn } from './column.ts';
import { levelTotals, type LevelTotals } from './levelTotals.ts';
import type { TableSource } from './tableSource.ts';

/** Of a column of a table, counted by its source where that can. Undefined where it holds no levels. */
export async function totalsOf(source: TableSource, name: string, signal: AbortSignal): Promise<LevelTotals | undefined> {
  if (source.totals) return source.totals(name, signal);
  const column = await source.column(name, signal);
  return isLevelColumn(column) ? levelTotals(column) : undefined;
}
