import { deviance } from './deviance.ts';
import { stirlingError } from './stirlingError.ts';

/**
 * ln [Γ(n + 1) / (Γ(x + 1) Γ(n − x + 1)) · p^x · q^(n − x)] for real 0 ≤ x ≤ n, where q = 1 − p is given as well, so that
 * neither loses digits near 0. Error below 1e-15 · max(1, |result|) times a small number, whatever n (Loader 2000).
 */
export function logBinomialMass(x: number, n: number, p: number, q: number): number {
  const rest = n - x;
  if (p === 0) return x === 0 ? 0 : Number.NEGATIVE_INFINITY;
  if (q === 0) return rest === 0 ? 0 : Number.NEGATIVE_INFINITY;
  if (x === 0) return n * (p < q ? Math.log1p(-p) : Math.log(q));
  if (rest === 0) return n * (q < p ? Math.log1p(-q) : Math.log(p));
  const smooth = 0.5 * Math.log(n / (2 * Math.PI * x * rest));
  return stirlingError(n) - stirlingError(x) - stirlingError(rest) - deviance(x, n * p) - deviance(rest, n * q) + smooth;
}
