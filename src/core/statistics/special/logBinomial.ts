import { stirlingError } from './stirlingError.ts';

/** ln of the binomial coefficient n over k, 0 ≤ k ≤ n whole; relative error below 1e-13. −∞ for k outside. */
export function logBinomial(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  const rest = n - k;
  if (k === 0 || rest === 0) return 0;
  if (k === 1 || rest === 1) return Math.log(n);
  const leading = k * -Math.log1p(-rest / n) - rest * Math.log1p(-k / n);
  return leading + 0.5 * Math.log(n / (2 * Math.PI * k * rest)) + stirlingError(n) - stirlingError(k) - stirlingError(rest);
}
