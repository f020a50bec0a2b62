import { deviance } from './deviance.ts';
import { stirlingError } from './stirlingError.ts';

/** mean^x e^−mean / Γ(x + 1) for real x ≥ 0 and mean ≥ 0; relative error below 1e-12 down to the smallest numbers. */
export function poissonMass(x: number, mean: number): number {
  if (mean === 0) return x === 0 ? 1 : 0;
  if (x === 0) return Math.exp(-mean);
  return Math.exp(-stirlingError(x) - deviance(x, mean)) / Math.sqrt(2 * Math.PI * x);
}
