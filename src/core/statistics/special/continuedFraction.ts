import { fail } from '../../base/fault.ts';

const tiny = 1e-300;
const maxSteps = 1_000_000;

/**
 * first + n₁ / (d₁ + n₂ / (d₂ + …)) by Lentz's method (as modified by Thompson and Barnett), until a step changes nothing.
 * `step(k)` gives [n_k, d_k], k from 1. Throws `internal` where it does not settle.
 */
export function continuedFraction(first: number, step: (k: number) => readonly [number, number]): number {
  let value = first === 0 ? tiny : first;
  let above = value;
  let below = 0;
  for (let k = 1; k <= maxSteps; k += 1) {
    const [numerator, denominator] = step(k);
    below = denominator + numerator * below;
    below = 1 / (below === 0 ? tiny : below);
    above = denominator + numerator / above;
    if (above === 0) above = tiny;
    const factor = above * below;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-15) return value;
  }
  throw fail('internal', 'A continued fraction does not settle.');
}
