import type { SegmentColumn } from './segmentColumn.ts';

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
  const deviations = sides.map(deviation);
  const isSpread = deviations.every((one) => one > 1e-9 * spread);
  const weights = deviations.map((one) => (isSpread ? (spread / one) ** 2 : 1)) as [number, number];
  for (let round = 0; round < 30; round += 1) {
    let largest = 0;
    for (const column of columns) largest = Math.max(largest, takeOffSegments(values, column, split, weights));
    for (const side of sides) largest = Math.max(largest, takeOff(side));
    if (!(largest > 1e-6 * spread)) break;
  }
  for (const side of sides) {
    const own = deviation(side);
    if (isSpread && own > 1e-9 * spread) for (let row = 0; row < side.length; row += 1) side[row] = side[row]! / own;
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

function takeOffSegments(values: Float64Array, { codes, labels }: SegmentColumn, split: number, weights: readonly [number, number]): number {
  const total = new Float64Array(labels.length);
  const means = new Float64Array(labels.length);
  for (let row = 0; row < values.length; row += 1) {
    const weight = row < split ? weights[0] : weights[1];
    total[codes[row]!]! += weight;
    means[codes[row]!]! += weight * values[row]!;
  }
  let largest = 0;
  for (let segment = 0; segment < labels.length; segment += 1) {
    if (total[segment]! > 0) means[segment] = means[segment]! / total[segment]!;
    largest = Math.max(largest, Math.abs(means[segment]!));
  }
  for (let row = 0; row < values.length; row += 1) values[row] = values[row]! - means[codes[row]!]!;
  return largest;
}
