import type { SegmentColumn } from './segmentColumn.ts';

export interface Residuals {
  readonly values: Float64Array;
  /** Numbers that were fitted. */
  readonly fitted: number;
}

/**
 * The outcome less a level per side and a term per segment of each column, the same on both sides (least squares, by
 * backfitting), each side divided by its own standard deviation. What is left of a side depends on its mix of rows, its
 * overall level and its overall spread no more, so that rows of the two sides can change places. Rows before `split` are the
 * first side; both sides have rows.
 */
export function additiveResiduals(outcome: Float64Array, split: number, columns: readonly SegmentColumn[]): Residuals {
  const values = outcome.slice();
  const sides = [values.subarray(0, split), values.subarray(split)] as const;
  for (const side of sides) takeOff(side);
  const spread = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  for (let round = 0; round < 30; round += 1) {
    let largest = 0;
    for (const { codes, labels } of columns) largest = Math.max(largest, takeOffSegments(values, codes, labels.length));
    for (const side of sides) largest = Math.max(largest, takeOff(side));
    if (!(largest > 1e-6 * spread)) break;
  }
  for (const side of sides) {
    const own = Math.sqrt(side.reduce((sum, value) => sum + value * value, 0) / side.length);
    // What is constant but for rounding is left as it is.
    if (own > 1e-9 * spread) for (let row = 0; row < side.length; row += 1) side[row] = side[row]! / own;
  }
  return { values, fitted: 2 + columns.reduce((sum, { labels }) => sum + labels.length - 1, 0) };
}

/** Takes the mean off; returns how far it was from 0. */
function takeOff(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  for (let row = 0; row < values.length; row += 1) values[row] = values[row]! - mean;
  return Math.abs(mean);
}

function takeOffSegments(values: Float64Array, codes: Uint8Array, segments: number): number {
  const counts = new Float64Array(segments);
  const means = new Float64Array(segments);
  for (let row = 0; row < values.length; row += 1) {
    counts[codes[row]!]! += 1;
    means[codes[row]!]! += values[row]!;
  }
  let largest = 0;
  for (let segment = 0; segment < segments; segment += 1) {
    if (counts[segment]! > 0) means[segment] = means[segment]! / counts[segment]!;
    largest = Math.max(largest, Math.abs(means[segment]!));
  }
  for (let row = 0; row < values.length; row += 1) values[row] = values[row]! - means[codes[row]!]!;
  return largest;
}
