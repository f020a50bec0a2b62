import type { EvidenceItem } from '../ledger/entry.ts';
import { isSuspiciousName } from './names.ts';
import { piiKinds, type PiiKind } from './scan.ts';

/** In how many of the cells that were searched each kind possibly is; null where nothing could read the column. */
export interface ScannedColumn {
  readonly name: string;
  readonly possible: Readonly<Record<PiiKind, number>> | null;
}

export interface ScannedTable {
  readonly rows: number;
  /** From the first row on. */
  readonly scannedRows: number;
  readonly columns: readonly ScannedColumn[];
}

/**
 * What rules read of a dataset: how many columns it has (`columns.<dataset>`), their names (`.names`), how many names are suspicious
 * (`.suspicious`), its rows and how many were searched, and how many cells possibly hold a kind (`.possible`), over all columns: counts,
 * never a value. Kinds are left out where one column was not read, because a count of the others would pass for all.
 */
export function columnsEvidence(dataset: string, { rows, scannedRows, columns }: ScannedTable): EvidenceItem['values'] {
  const start = `columns.${dataset}`;
  const reading = <T extends number | boolean>(value: T) => ({ value, unit: null, samples: scannedRows });
  const values = new Map<string, ReturnType<typeof reading<number | boolean>>>([
    [start, reading(columns.length)],
    [`${start}.rows`, reading(rows)],
    [`${start}.scanned`, reading(scannedRows)],
    [`${start}.suspicious`, reading(columns.filter(({ name }) => isSuspiciousName(name)).length)],
    ...columns.map(({ name }) => [`${start}.names.${name}`, reading(true)] as const),
  ]);
  if (columns.some(({ possible }) => possible === null)) return values;
  for (const kind of piiKinds) values.set(`${start}.possible.${kind}`, reading(columns.reduce((sum, { possible }) => sum + (possible?.[kind] ?? 0), 0)));
  return values;
}
