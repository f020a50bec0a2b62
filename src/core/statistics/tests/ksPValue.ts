import { kolmogorovTail } from '../special/kolmogorovTail.ts';
import { ksEqualSizes } from './ksEqualSizes.ts';
import { ksUnequalSizes } from './ksUnequalSizes.ts';

/** Up to this many values in the larger sample p is exact. */
export const exactLimit = 10_000;

/**
 * The two-sided p of a two-sample Kolmogorov-Smirnov statistic D of n and m values: exact up to `exactLimit`, above that
 * Kolmogorov's limit at √(nm / (n + m)) · D. Conservative where values are tied. Relative error 1e-10 down to 1e-300.
 */
export function ksPValue(statistic: number, n: number, m: number): number {
  if (statistic <= 0) return 1;
  if (Math.max(n, m) > exactLimit) return kolmogorovTail(Math.sqrt((n / (n + m)) * m) * statistic);
  if (isBeyondNumbers(statistic, n, m)) return 0;
  // Every statistic of such samples is a whole number of these steps.
  const steps = Math.round(statistic * leastCommonMultiple(n, m));
  if (steps === 0) return 1;
  return n === m ? ksEqualSizes(n, steps) : ksUnequalSizes(n, m, steps);
}

/**
 * Whether p is below any positive number: one of the samples would be further from the common law than the inequality of
 * Dvoretzky, Kiefer, Wolfowitz and Massart allows. Saves the longest of the exact computations.
 */
function isBeyondNumbers(statistic: number, n: number, m: number): boolean {
  const part = (Math.sqrt(n) * Math.sqrt(m)) / (Math.sqrt(n) + Math.sqrt(m));
  return Math.log(4) - 2 * (part * statistic) ** 2 < -750;
}

function leastCommonMultiple(n: number, m: number): number {
  let [left, right] = [n, m];
  while (right !== 0) [left, right] = [right, left % right];
  return (n / left) * m;
}
