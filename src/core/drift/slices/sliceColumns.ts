import { isLevelColumn, isNumberColumn, type Column, type LevelColumn } from '../../table/column.ts';
import { levelSegments } from './levelSegments.ts';
import { numberSegments } from './numberSegments.ts';
import type { LeftOut, SegmentColumn } from './segmentColumn.ts';

export interface SegmentLimits {
  /** Most frequent levels of a column that are segments of their own. */
  readonly levels: number;
  /** Quantile bins of a numeric column. */
  readonly bins: number;
}

/**
 * The columns of one table, or of two over each other (the first's rows before the second's), cut into segments that know
 * nothing of the sides: a permutation of the sides may not move them. What cannot be cut is told with its reason.
 */
export function sliceColumns(
  tables: ReadonlyArray<readonly Column[]>,
  limits: SegmentLimits,
): { readonly columns: readonly SegmentColumn[]; readonly leftOut: readonly LeftOut[] } {
  const columns: SegmentColumn[] = [];
  const leftOut: LeftOut[] = [];
  const [first = []] = tables;
  for (const { name } of first) {
    const parts = tables.map((table) => table.find((column) => column.name === name));
    const cut = cutColumn(name, parts, limits);
    leftOut.push(...cut.leftOut);
    if (cut.column !== undefined) columns.push(cut.column);
  }
  for (const { name } of tables.slice(1).flat()) {
    if (!first.some((column) => column.name === name)) leftOut.push({ what: name, reason: 'it is not on the reference side' });
  }
  return { columns, leftOut };
}

interface Cut {
  readonly column?: SegmentColumn;
  readonly leftOut: readonly LeftOut[];
}

function cutColumn(name: string, parts: ReadonlyArray<Column | undefined>, limits: SegmentLimits): Cut {
  const without = (reason: string): Cut => ({ leftOut: [{ what: name, reason }] });
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return without('it is not on the current side');
  if (known.some((part) => part.kind === 'datetime')) return without('a time: rows of one time belong to a window, not to a slice');
  if (known.every(isLevelColumn)) {
    const { codes, levels } = joinedLevels(known);
    const cut = levelSegments(name, codes, levels, limits.levels);
    return isOne(cut.column) ? without('all rows have the same value') : cut;
  }
  if (known.every(isNumberColumn)) {
    const values = new Float64Array(known.reduce((rows, part) => rows + part.values.length, 0));
    let at = 0;
    for (const part of known) {
      values.set(part.values, at);
      at += part.values.length;
    }
    const column = numberSegments(name, values, limits.bins);
    return isOne(column) ? without('all rows have the same value') : { column, leftOut: [] };
  }
  return without(known.some((part) => part.kind === 'empty') ? 'it holds no values on one side' : 'its kind differs between the sides');
}

function isOne({ labels }: SegmentColumn): boolean {
  return labels.length < 2;
}

function joinedLevels(parts: readonly LevelColumn[]): { readonly codes: Int32Array; readonly levels: readonly string[] } {
  const codeOf = new Map<string, number>();
  const codes = new Int32Array(parts.reduce((rows, part) => rows + part.codes.length, 0));
  let at = 0;
  for (const part of parts) {
    const joined = part.levels.map((level) => {
      const found = codeOf.get(level) ?? codeOf.size;
      codeOf.set(level, found);
      return found;
    });
    for (const code of part.codes) codes[at++] = code < 0 ? -1 : joined[code]!;
  }
  return { codes, levels: [...codeOf.keys()] };
}
