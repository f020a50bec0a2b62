import type { TableSource } from '../../table/tableSource.ts';
import { BinFinder } from './binFinder.ts';
import { gridCuts } from './cuts.ts';
import { GridCounter, type GridSide } from './gridSide.ts';

export interface GridPair {
  readonly cuts: Float64Array;
  readonly reference: GridSide;
  readonly current: GridSide;
  /** The reference's mean and standard deviation, in two passes over its values in row order. */
  readonly deviation: number;
}

/**
 * Reads a numeric column of both sides in pieces: the reference's numbers are held (8 bytes a row), the current side's are
 * counted as they come. Undefined where the reference has no finite value or numbers too large to be squared.
 */
export async function gridCounts(name: string, reference: TableSource, current: TableSource, signal: AbortSignal): Promise<GridPair | undefined> {
  const values = new Float64Array(reference.rows);
  let length = 0;
  for await (const piece of reference.pieces!(name, signal)) {
    values.set(piece, length);
    length += piece.length;
  }
  const finite = finiteOf(values.subarray(0, length));
  if (finite === undefined) return undefined;
  const cuts = gridCuts(finite);
  const finder = new BinFinder(cuts);
  const counter = (rows: number) => new GridCounter(finder, cuts.length + 1, rows);
  const left = counter(reference.rows);
  left.add(values.subarray(0, length));
  const right = counter(current.rows);
  for await (const piece of current.pieces!(name, signal)) right.add(piece);
  return { cuts, reference: left.side(), current: right.side(), deviation: deviationOf(finite) };
}

/** Undefined for none, and where a square would not be a number. */
function finiteOf(values: Float64Array): Float64Array | undefined {
  const finite = new Float64Array(values.length);
  let count = 0;
  for (const value of values) {
    const size = Math.abs(value);
    // Also where it is no number.
    if (!(size < Number.POSITIVE_INFINITY)) continue;
    if (size > 1e100 || (size < 1e-100 && size !== 0)) return undefined;
    finite[count] = value;
    count += 1;
  }
  return count === 0 ? undefined : finite.subarray(0, count);
}

function deviationOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return Math.sqrt(squares / values.length);
}
