import { toFault } from '../base/fault.ts';
import type { ColumnInfo, TableSource } from '../table/tableSource.ts';
import type { ColumnProblem } from '../table/column.ts';
import { totalsOf } from '../table/totalsOf.ts';
import { totalsFinding } from './column/categoryFinding.ts';
import { columnFinding } from './column/columnFinding.ts';
import type { ColumnContext } from './column/columnContext.ts';
import type { ColumnFinding } from './column/finding.ts';
import { unreadable } from './column/otherFinding.ts';
import { fewFinding } from './grid/fewFinding.ts';
import { gridCounts, headRows } from './grid/gridCounts.ts';
import { gridFinding } from './grid/gridFinding.ts';
import { withinBins } from './grid/withinBins.ts';

/** `open`: on a grid, and value by value in those bins that leave a verdict open. */
export type HowToRead = 'whole' | 'grid' | 'open';

/**
 * Reads both sides of one column and looks at them, on a grid where asked to and where the sources give numbers in pieces. What
 * cannot be read is a finding too; only cancelling throws.
 */
export async function readColumn(name: string, reference: TableSource, current: TableSource, context: ColumnContext, how: HowToRead, signal: AbortSignal): Promise<ColumnFinding> {
  const [left, right] = infosOf(name, reference, current);
  const kind = kindOf(name, reference, current);
  if (left === undefined || right === undefined) {
    const where = left === undefined && right === undefined ? 'either side' : left === undefined ? 'the reference' : 'the current side';
    return unreadable(name, kind, [{ code: 'missingColumn', message: `The column is not in ${where}.` }]);
  }
  try {
    const found = how !== 'whole' && isNumber(left) && left.kind === right.kind ? await byGrid(name, left.kind, reference, current, context, how, signal) : undefined;
    if (found !== undefined) return found;
    const counted = isLevel(left) && isLevel(right) ? await byTotals(name, reference, current, context, signal) : undefined;
    if (counted !== undefined) return counted;
    // One after the other: sources may share a reader.
    const before = await reference.column(name, signal);
    const after = await current.column(name, signal);
    return columnFinding(before, after, context);
  } catch (error) {
    signal.throwIfAborted();
    const { code, message, hint } = toFault(error);
    if (code === 'cancelled') throw error;
    return unreadable(name, kind, [{ code, message: hint === undefined ? message : `${message} ${hint}` } satisfies ColumnProblem]);
  }
}

/** As stored or as the first values say, on the reference's side where it is there. */
export function kindOf(name: string, reference: Pick<TableSource, 'columns'>, current: Pick<TableSource, 'columns'>): ColumnInfo['kind'] {
  const [left, right] = infosOf(name, reference, current);
  return (left ?? right)?.kind ?? 'empty';
}

function infosOf(name: string, ...sides: ReadonlyArray<Pick<TableSource, 'columns'>>): Array<ColumnInfo | undefined> {
  return sides.map((side) => side.columns.find((column) => column.name === name));
}

function isNumber({ kind }: ColumnInfo): boolean {
  return kind === 'numeric' || kind === 'datetime';
}

/** Undefined where the grid is not the way: the source gives no pieces, rows depend on each other, a declared domain, few values. */
async function byGrid(name: string, kind: string, reference: TableSource, current: TableSource, context: ColumnContext, how: HowToRead, signal: AbortSignal): Promise<ColumnFinding | undefined> {
  if (context.dependence !== undefined || context.domain !== null || !reference.pieces || !current.pieces) return undefined;
  const pair = await gridCounts(name, reference, current, signal);
  if (pair === undefined) return undefined;
  const finding = gridFinding(name, kind, pair, context);
  if (finding === undefined) return isHeld(reference, current) ? undefined : fewFinding(name, kind, pair, context);
  if (how === 'grid') return finding;
  const within = await withinBins(name, pair, context.thresholds.numericEffect * pair.deviation, reference, current, signal);
  return gridFinding(name, kind, pair, context, within);
}

/** Could the values of one column be in memory, as a grid holds the first of them? */
export function isHeld(...sides: readonly TableSource[]): boolean {
  return sides.every(({ rows }) => rows <= headRows);
}

function isLevel({ kind }: ColumnInfo): boolean {
  return kind === 'categorical' || kind === 'boolean';
}

/** Undefined where neither source counts by itself, rows are needed, or a side turns out to hold something else. */
async function byTotals(name: string, reference: TableSource, current: TableSource, context: ColumnContext, signal: AbortSignal): Promise<ColumnFinding | undefined> {
  if (context.dependence !== undefined || !(reference.totals ?? current.totals)) return undefined;
  const before = await totalsOf(reference, name, signal);
  const after = before === undefined ? undefined : await totalsOf(current, name, signal);
  return before === undefined || after === undefined ? undefined : totalsFinding(before, after, context);
}
