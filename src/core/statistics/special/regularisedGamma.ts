import { continuedFraction } from './continuedFraction.ts';
import { poissonMass } from './poissonMass.ts';

/**
 * The regularised incomplete gamma functions P(a, x) = γ(a, x) / Γ(a) and Q = 1 − P, for a > 0 and x ≥ 0. Each is summed
 * directly where it is small, never as 1 − the other: relative error below 1e-10 down to 1e-300, for Q from a = 1e-4 up.
 * Steps grow with √a. NaN outside the domain. Source: DLMF 8.7.1, 8.9.2.
 */
export function lowerGamma(a: number, x: number): number {
  if (!(a > 0) || !(x >= 0)) return Number.NaN;
  if (x === 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  return isSeriesSide(a, x) ? series(a, x) : 1 - fraction(a, x);
}

/** Q(a, x), see `lowerGamma`. The upper tail of a chi-square is Q(degrees / 2, statistic / 2). */
export function upperGamma(a: number, x: number): number {
  if (!(a > 0) || !(x >= 0)) return Number.NaN;
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return isSeriesSide(a, x) ? 1 - series(a, x) : fraction(a, x);
}

/** Here P is not near 1 and the series is short; on the other side the same holds for Q and the fraction. */
function isSeriesSide(a: number, x: number): boolean {
  return x < Math.max(1, a + (a > 1 ? 1 : 0));
}

function series(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let at = a + 1; term > sum * 1e-17; at += 1) {
    term *= x / at;
    sum += term;
  }
  return poissonMass(a, x) * sum;
}

function fraction(a: number, x: number): number {
  const mass = poissonMass(a, x);
  // Far out: the fraction would be walked for a zero.
  if (mass === 0) return 0;
  return (mass * a) / continuedFraction(x + 1 - a, (k) => [k * (a - k), x + 2 * k + 1 - a]);
}
