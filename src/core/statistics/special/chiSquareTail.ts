import { upperGamma } from './regularisedGamma.ts';

/** P(chi-square with `degrees` of freedom ≥ x); 1 at zero degrees or x ≤ 0. Relative error 1e-10 down to 1e-300. */
export function chiSquareTail(x: number, degrees: number): number {
  return degrees === 0 || x <= 0 ? 1 : upperGamma(degrees / 2, x / 2);
}
