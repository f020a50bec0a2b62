import { lowerGamma, upperGamma } from './regularisedGamma.ts';

/** P(Z ≥ x) of a standard normal Z; relative error 1e-10 down to 1e-300. P(Z ≤ x) is `normalTail(-x)`. */
export function normalTail(x: number): number {
  const half = (x * x) / 2;
  return x >= 0 ? upperGamma(0.5, half) / 2 : 0.5 + lowerGamma(0.5, half) / 2;
}
