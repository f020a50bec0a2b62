import { lowerGamma, upperGamma } from './regularisedGamma.ts';

/** 2/√π ∫ₓ^∞ e^−t² dt for any real x; relative error 1e-10 down to 1e-300. */
export function erfc(x: number): number {
  return x >= 0 ? upperGamma(0.5, x * x) : 1 + lowerGamma(0.5, x * x);
}
