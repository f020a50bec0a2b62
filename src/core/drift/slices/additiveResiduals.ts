import type { SegmentColumn } from './segmentColumn.ts';
import { takeOffSegments } from './takeOffSegments.ts';

export interface Residuals {
  readonly values: Float64Array;
  /** Numbers that were fitted. */
  readonly fitted: number;
}

/**
 * The outcome less a level per side and a term per segment of each column, the same on both sides (least squares, rows
 * weighted by the inverse of their side's variance, by backfitting), each side divided by its own standard deviation. What is
 * left of a side depends on its mix of rows, its overall level and its overall spread no more, so that rows of the two sides
 * can change places. Rows before `split` are the first side; both sides have rows.
 */
export function additiveResiduals(outcome: Float64Array, split: number, columns: readonly SegmentColumn[]): Residuals {
  const values = outcome.slice();
  const sides = [values.subarray(0, split), values.subarray(split)] as const;
  for (const side of sides) takeOff(side);
  const spread = deviation(values);
  // A side that is constant but for rounding has no weight of its own: both then weigh the same.
  const isSpread = () => sides.every((side) => deviation(side) > 1e-9 * spread);
  // What the columns explain is no part of a side's variance: once it is off, the weights are better known.
  for (let pass = 0; pass < 3; pass += 1) {
    const weights = isSpread() ? (sides.map((side) => (spread / deviation(side)) ** 2) as [number, number]) : ([1, 1] as const);
    for (let round = 0; round < 30; round += 1) {
      let largest = 0;
      for (const column of columns) largest = Math.max(largest, takeOffSegments(values, column, split, weights));
      for (const side of sides) largest = Math.max(largest, takeOff(side));
      if (!(largest > 1e-6 * spread)) break;
    }
  }
  // The terms explain it all, but for what the repetition leaves: there is nothing that could differ.
  if (deviation(values) <= 1e-5 * spread) values.fill(0);
  const isScaled = isSpread();
  for (const side of sides) {
    const own = deviation(side);
    if (isScaled) for (let row = 0; row < side.length; row += 1) side[row] = side[row]! / own;
  }
  return { values, fitted: 2 + columns.reduce((sum, { labels }) => sum + labels.length - 1, 0) };
}

/** Takes the mean off; returns how far it was from 0. */
function takeOff(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  for (let row = 0; row < values.length; row += 1) values[row] = values[row]! - mean;
  return Math.abs(mean);
}

/** Root mean square: of values whose mean is off. */
function deviation(values: Float64Array): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares / values.length);
}
