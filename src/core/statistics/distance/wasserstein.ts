import { needValues } from '../sample/needValues.ts';

/**
 * The Wasserstein-1 distance ∫ |F − G| of two ascending samples of finite values, in the unit of the values. O(n + m).
 * Throws `invalid` for an empty sample.
 */
export function wasserstein(reference: Float64Array, current: Float64Array): number {
  needValues(reference, current);
  const n = reference.length;
  const m = current.length;
  let distance = 0;
  let i = 0;
  let j = 0;
  let last = Math.min(reference[0]!, current[0]!);
  while (i < n || j < m) {
    const isReference = j >= m || (i < n && reference[i]! <= current[j]!);
    const value = isReference ? reference[i]! : current[j]!;
    if (value > last) {
      // Whole numbers until here: where the samples are as far, exactly nothing is added.
      distance += (value - last) * (Math.abs(i * m - j * n) / (n * m));
      last = value;
    }
    if (isReference) i += 1;
    else j += 1;
  }
  return distance;
}
