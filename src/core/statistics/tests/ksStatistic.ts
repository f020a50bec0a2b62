import { needValues } from '../sample/needValues.ts';

/**
 * The two-sample Kolmogorov-Smirnov statistic sup |F − G| of two ascending samples, in [0, 1]. Equal values step both at
 * once. Takes whole numbers until the last division, so that equal samples give 0 and disjoint ones 1. O(n + m). Throws
 * `invalid` for an empty sample.
 */
export function ksStatistic(reference: Float64Array, current: Float64Array): number {
  needValues(reference, current);
  const n = reference.length;
  const m = current.length;
  let largest = 0;
  let i = 0;
  let j = 0;
  while (i < n && j < m) {
    const left = reference[i]!;
    const right = current[j]!;
    const value = left < right ? left : right;
    while (i < n && reference[i] === value) i += 1;
    while (j < m && current[j] === value) j += 1;
    const apart = Math.abs(i * m - j * n);
    if (apart > largest) largest = apart;
  }
  return largest / (n * m);
}
