import { isFaultError } from '../../base/fault.ts';
import { isLevelColumn, type Column } from '../../table/column.ts';
import type { TableSource } from '../../table/tableSource.ts';
import type { ScannedColumn, ScannedTable } from './columnsEvidence.ts';
import { piiKinds, scanColumn, scanText, type PiiKind } from './scan.ts';

/** The smallest number that a kind can be: twelve digits of a card. */
const leastNumber = 1e11;

/** Searches a table, `most` rows of it from the first on. A column that cannot be read costs only itself. */
export async function scanTable(table: TableSource, most: number | null, signal: AbortSignal): Promise<ScannedTable> {
  const scannedRows = Math.min(table.rows, most ?? table.rows);
  const columns: ScannedColumn[] = [];
  for (const { name } of table.columns) {
    signal.throwIfAborted();
    columns.push({ name, possible: await possibleIn(table, name, scannedRows, signal) });
  }
  return { rows: table.rows, scannedRows, columns };
}

async function possibleIn(table: TableSource, name: string, rows: number, signal: AbortSignal): Promise<ScannedColumn['possible']> {
  try {
    return countsOf(await table.column(name, signal), rows);
  } catch (error) {
    signal.throwIfAborted();
    if (!isFaultError(error) || error.fault.code === 'conflict') throw error;
    return null;
  }
}

function countsOf(column: Column, rows: number): Readonly<Record<PiiKind, number>> {
  if (column.kind === 'empty' || column.kind === 'datetime') return scanColumn([]);
  // Numbers that are no card number are most numbers: they need not become text to be known for it.
  if (!isLevelColumn(column)) return scanColumn(column.values.subarray(0, rows).filter((value) => value >= leastNumber && Number.isInteger(value)));
  const counts = Object.fromEntries(piiKinds.map((kind) => [kind, 0])) as Record<PiiKind, number>;
  const kinds: Array<readonly PiiKind[] | undefined> = [];
  for (const code of column.codes.subarray(0, rows)) if (code >= 0) for (const kind of (kinds[code] ??= scanText(column.levels[code]!))) counts[kind] += 1;
  return counts;
}
