import type { SegmentColumn } from './segmentColumn.ts';

/**
 * Takes the mean of each segment off its rows, in place: one step of fitting a term per segment. Rows before `split` weigh
 * the first of the weights, others the second. Returns the largest mean by size.
 */
export function takeOffSegments(values: Float64Array, { codes, labels }: SegmentColumn, split: number, weights: readonly [number, number]): number {
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
