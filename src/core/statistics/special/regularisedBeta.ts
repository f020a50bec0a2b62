import { continuedFraction } from './continuedFraction.ts';
import { logBinomialMass } from './logBinomialMass.ts';

/**
 * The regularised incomplete beta function I_x(a, b), a, b > 0 and 0 ≤ x ≤ 1; relative error 1e-10 down to 1e-300. Where
 * 1 − I is the small one ask for `upperBeta`. NaN outside the domain. Source: DLMF 8.17.22.
 */
export function lowerBeta(x: number, a: number, b: number): number {
  return beta(x, 1 - x, a, b);
}

/** 1 − I_x(a, b), computed directly. */
export function upperBeta(x: number, a: number, b: number): number {
  return beta(1 - x, x, b, a);
}

function beta(x: number, y: number, a: number, b: number): number {
  if (!(a > 0) || !(b > 0) || !(x >= 0) || !(y >= 0)) return Number.NaN;
  if (x === 0) return 0;
  if (y === 0) return 1;
  return x * (a + b + 2) < a + 1 ? fraction(x, y, a, b) : 1 - fraction(y, x, b, a);
}

function fraction(x: number, y: number, a: number, b: number): number {
  const mass = Math.exp(logBinomialMass(a, a + b, x, y));
  if (mass === 0) return 0;
  const value = continuedFraction(1, (k) => {
    const half = Math.floor(k / 2);
    const at = a + 2 * half;
    const numerator = k % 2 === 0 ? (half * (b - half) * x) / ((at - 1) * at) : (-(a + half) * (a + b + half) * x) / (at * (at + 1));
    return [numerator, 1];
  });
  return (mass * b) / (a + b) / value;
}
