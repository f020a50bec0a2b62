import type { DriftReport } from '../../model/drift.ts';
import { foreignReport, type ForeignColumn } from './foreignReport.ts';

const known = ['kolmogorov_smirnov', 'jensen_shannon', 'wasserstein', 'hellinger', 'l_infinity', 'chi2'] as const;
const fields = ['value', 'upper_threshold', 'lower_threshold', 'alert'] as const;
type Field = (typeof fields)[number];

/** What a cell of a chunk's row is about. */
interface Place {
  readonly column: string;
  readonly method: string;
  readonly field: Field;
}

/**
 * NannyML's univariate drift as saved by `Result.to_df().to_csv(…)`: three lines of heads, or one (`multilevel=False`), then a
 * row per chunk. `rows`: the cells as text. One report per chunk of the analysis period, all of them where there is none;
 * undefined where the table is not of this kind. Of several methods of one column the first that alerts is told, else the
 * first.
 */
export function readChunks(rows: ReadonlyArray<readonly string[]>): readonly DriftReport[] | undefined {
  const heads = headsOf(rows);
  if (heads === undefined) return undefined;
  const { places, chunk, first } = heads;
  const body = rows.slice(first).filter((row) => row.length > 1);
  const analysed = body.filter((row) => cell(row, chunk.get('period')) !== 'reference');
  return (analysed.length > 0 ? analysed : body).map((row) => reportOf(row, places, chunk));
}

interface Heads {
  readonly places: ReadonlyMap<number, Place>;
  /** Index by the name of a property of the chunk. */
  readonly chunk: ReadonlyMap<string, number>;
  /** First row of the body. */
  readonly first: number;
}

function headsOf(rows: ReadonlyArray<readonly string[]>): Heads | undefined {
  const [top, middle, low] = rows;
  if (top === undefined) return undefined;
  const places = new Map<number, Place>();
  const chunk = new Map<string, number>();
  const isMultilevel = low !== undefined && top.includes('chunk') && low.includes('chunk_index');
  top.forEach((head, at) => {
    if (isMultilevel && head === 'chunk') chunk.set(low[at] ?? '', at);
    else if (!isMultilevel && head.startsWith('chunk_')) chunk.set(head.slice('chunk_'.length), at);
    const place = isMultilevel ? placeOf(head, middle?.[at] ?? '', low[at] ?? '') : flatPlace(head);
    if (place) places.set(at, place);
  });
  const hasChunk = chunk.has('key') && (chunk.has('start_index') || chunk.has('start_date'));
  return hasChunk && places.size > 0 ? { places, chunk, first: isMultilevel ? 3 : 1 } : undefined;
}

function placeOf(column: string, method: string, field: string): Place | undefined {
  const found = fields.find((one) => one === field);
  return found === undefined || column === 'chunk' ? undefined : { column, method, field: found };
}

/** `age_kolmogorov_smirnov_upper_threshold` in its three parts. */
function flatPlace(head: string): Place | undefined {
  for (const field of fields) {
    for (const method of known) {
      const end = `_${method}_${field}`;
      if (head.endsWith(end) && head.length > end.length) return { column: head.slice(0, -end.length), method, field };
    }
  }
  return undefined;
}

function reportOf(row: readonly string[], places: Heads['places'], chunk: Heads['chunk']): DriftReport {
  const byColumn = new Map<string, Map<string, Map<Field, string>>>();
  for (const [at, { column, method, field }] of places) {
    const methods = byColumn.get(column) ?? new Map<string, Map<Field, string>>();
    byColumn.set(column, methods);
    const cells = methods.get(method) ?? new Map<Field, string>();
    methods.set(method, cells);
    cells.set(field, row[at] ?? '');
  }
  const columns = [...byColumn].map(([name, methods]): ForeignColumn => {
    const told = [...methods].map(([method, cells]) => finding(method, cells));
    return { name, ...(told.find(({ drifted }) => drifted === true) ?? told[0]!) };
  });
  const [from, to] = [cell(row, chunk.get('start_date')), cell(row, chunk.get('end_date'))];
  const [start, end] = [Number(cell(row, chunk.get('start_index')) ?? NaN), Number(cell(row, chunk.get('end_index')) ?? NaN)];
  return foreignReport({ name: 'NannyML', version: '0' }, columns, {
    rule: 'A column that alerts is drift; its limits come from the chunks of the reference.',
    window: { from: isoOf(from), to: isoOf(to) },
    rows: { reference: 0, current: Number.isNaN(end - start) ? 0 : end - start + 1 },
  });
}

function finding(method: string, cells: ReadonlyMap<Field, string>): Omit<ForeignColumn, 'name'> {
  const value = numberOf(cells.get('value'));
  const upper = numberOf(cells.get('upper_threshold'));
  const alert = cells.get('alert')?.toLowerCase();
  return {
    method,
    effect: value,
    limit: upper ?? numberOf(cells.get('lower_threshold')),
    drifted: alert === 'true' ? true : alert === 'false' && value !== null ? false : null,
  };
}

function numberOf(text: string | undefined): number | null {
  const value = text === undefined || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

function cell(row: readonly string[], at: number | undefined): string | null {
  const text = at === undefined ? undefined : row[at];
  return text === undefined || text === '' ? null : text;
}

/** pandas writes times without a zone: they are kept as they are. */
function isoOf(text: string | null): string | null {
  return text === null ? null : text.replace(' ', 'T');
}
