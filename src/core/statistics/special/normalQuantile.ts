import { normalTail } from './normalTail.ts';

/**
 * The x with P(Z ≤ x) = p of a standard normal Z, 0 ≤ p ≤ 1; −∞ and ∞ at the ends, NaN outside. Relative error 1e-12 for p
 * down to 1e-300; near 1 as exact as p itself. A rough start (Abramowitz and Stegun 26.2.23) and three steps of Halley.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p > 0.5) return upper(1 - p);
  return p === 0.5 ? 0 : -upper(p);
}

/** The x ≥ 0 with P(Z ≥ x) = tail, tail ≤ ½. */
function upper(tail: number): number {
  if (tail === 0) return Number.POSITIVE_INFINITY;
  const t = Math.sqrt(-2 * Math.log(tail));
  let x = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 3; step += 1) {
    const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    const off = (normalTail(x) - tail) / density;
    x += off / (1 - (off * x) / 2);
  }
  return x;
}
