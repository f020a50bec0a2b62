import type { CompareMetric, CompareRow } from '../../../src/protocol/compare.ts';

export type Line =
  | { readonly kind: 'section'; readonly label: string; readonly total: number; readonly differing: number }
  | { readonly kind: 'row'; readonly row: CompareRow; readonly metric: CompareMetric | null };

export interface LineOptions {
  readonly onlyDiffering: boolean;
  readonly grouped: boolean;
  readonly search: string;
}

interface Part {
  readonly label: string;
  readonly rows: ReadonlyArray<CompareRow | CompareMetric>;
}

/** Tables as lines of one grid: a heading for each part, differing rows first, then by name. */
export function linesOf(parts: readonly Part[], options: LineOptions): Line[] {
  const wanted = options.search.trim().toLowerCase();
  const lines: Line[] = [];
  for (const part of parts) {
    const rows = part.rows.filter((row) => (!options.onlyDiffering || row.differs) && matches(row, wanted));
    const groups = options.grouped ? byPrefix(part.label, rows) : [{ label: part.label, rows }];
    for (const group of groups) {
      if (group.rows.length === 0) continue;
      const sorted = [...group.rows].sort((a, b) => Number(b.differs) - Number(a.differs) || compareKeys(a.key, b.key));
      lines.push({ kind: 'section', label: group.label, total: sorted.length, differing: sorted.filter((row) => row.differs).length });
      for (const row of sorted) lines.push({ kind: 'row', row, metric: 'delta' in row ? row : null });
    }
  }
  return lines;
}

function matches(row: CompareRow, wanted: string): boolean {
  if (wanted === '') return true;
  return row.key.toLowerCase().includes(wanted) || row.values.some((value) => String(value ?? '').toLowerCase().includes(wanted));
}

const collator = new Intl.Collator('en', { numeric: true });
export function compareKeys(a: string, b: string): number {
  return collator.compare(a, b);
}

function byPrefix(label: string, rows: Part['rows']): Part[] {
  const groups = new Map<string, Array<CompareRow | CompareMetric>>();
  for (const row of rows) {
    const cut = row.key.search(/[./:]/);
    const prefix = cut > 0 ? row.key.slice(0, cut) : '';
    const group = groups.get(prefix);
    if (group) group.push(row);
    else groups.set(prefix, [row]);
  }
  return [...groups].sort(([a], [b]) => compareKeys(a, b)).map(([prefix, group]) => ({ label: prefix ? `${label} › ${prefix}` : label, rows: group }));
}

export type Judgement = 'better' | 'worse' | 'changed' | 'same';

export function judge(delta: number, direction: CompareMetric['direction']): Judgement {
  if (delta === 0) return 'same';
  if (direction === null) return 'changed';
  return delta > 0 === (direction === 'maximize') ? 'better' : 'worse';
}
