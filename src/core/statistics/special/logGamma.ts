import { stirlingError } from './stirlingError.ts';

const halfLog2Pi = 0.918_938_533_204_672_8;

/** ln Γ(x) for x > 0, within 1e-14 · max(1, |ln Γ(x)|); NaN for x ≤ 0, where nothing here needs it. */
export function logGamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  if (x === 1 || x === 2) return 0;
  return (x - 0.5) * Math.log(x) - x + halfLog2Pi + stirlingError(x);
}
