import { scoresByClass } from './scoresByClass.ts';

/**
 * Mean precision over the thresholds at which recall grows, each by how much it grows (not interpolated; equal scores are one
 * threshold). `truth`: 1 = positive, 0 = not. 0 where no row is positive. Throws `invalid` for no rows.
 */
export function averagePrecision(truth: Int32Array, scores: Float64Array): number {
  const { positives, negatives } = scoresByClass(truth, scores);
  let sum = 0;
  let [positive, negative] = [positives.length - 1, negatives.length - 1];
  while (positive >= 0) {
    const threshold = positives[positive]!;
    const before = positive;
    while (positive >= 0 && positives[positive] === threshold) positive -= 1;
    while (negative >= 0 && negatives[negative]! >= threshold) negative -= 1;
    const hits = positives.length - 1 - positive;
    sum += ((before - positive) * hits) / (hits + negatives.length - 1 - negative);
  }
  return positives.length === 0 ? 0 : sum / positives.length;
}
