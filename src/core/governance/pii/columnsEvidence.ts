import type { EvidenceItem } from '../ledger/entry.ts';
import { isSuspiciousName } from './names.ts';
import { piiKinds, type PiiKind } from './scan.ts';

/** What was looked at of one column; null where nothing could read it. */
export interface ScannedColumn {
  readonly name: string;
  readonly cells: number;
  readonly possible: Readonly<Record<PiiKind, number>> | null;
}

/**
 * What rules read of a dataset's columns: the names below `columns.<dataset>.names`, whether a name itself is suspicious below
 * `suspicious`, and how many cells possibly hold a kind below `possible`, over all columns: counts, never a value. A kind is left out
 * where one column was not read, because a count of the others would pass for all.
 */
export function columnsEvidence(dataset: string, columns: readonly ScannedColumn[], { rows, scanned }: { readonly rows: number; readonly scanned: number }): EvidenceItem['values'] {
  const start = `columns.${dataset}`;
  const reading = (value: number | boolean, samples: number | null) => ({ value, unit: null, samples });
  const values = new Map(columns.map(({ name, cells }) => [`${start}.names.${name}`, reading(true, cells)]));
  for (const [path, count] of [[start, columns.length], [`${start}.rows`, rows], [`${start}.scanned`, scanned]] as const) values.set(path, reading(count, null));
  values.set(`${start}.suspicious`, reading(columns.filter(({ name }) => isSuspiciousName(name)).length, null));
  if (columns.some(({ possible }) => possible === null)) return values;
  const cells = columns.reduce((sum, column) => sum + column.cells, 0);
  for (const kind of piiKinds) values.set(`${start}.possible.${kind}`, reading(columns.reduce((sum, { possible }) => sum + (possible?.[kind] ?? 0), 0), cells));
  return values;
}
