import { increasingRoot } from '../special/increasingRoot.ts';
import { normalQuantile } from '../special/normalQuantile.ts';

/**
 * The smallest rise of a share above `share` (0 to 1) that a two-sided test of two shares at `alpha` finds in `power` of all
 * cases with n values before and m after; undefined where even a rise to 1 is not found as often. For the smallest fall ask
 * with 1 − share. Normal approximation with the pooled variance under no difference (Fleiss 1981, equal to the chi-square
 * test without continuity correction).
 */
export function detectableShareDifference(share: number, n: number, m: number, { alpha = 0.05, power = 0.8 } = {}): number | undefined {
  const z = -normalQuantile(alpha / 2);
  const beyond = normalQuantile(power);
  const spare = (rise: number) => {
    const after = share + rise;
    const pooled = (n * share + m * after) / (n + m);
    const underNone = Math.sqrt(Math.max(0, pooled * (1 - pooled)) * (1 / n + 1 / m));
    const underRise = Math.sqrt((share * (1 - share)) / n + Math.max(0, after * (1 - after)) / m);
    return rise - z * underNone - beyond * underRise;
  };
  // At no rise from a share of 0 both sides are 0, which is no crossing.
  return spare(1 - share) <= 0 ? undefined : increasingRoot(spare, 1e-12, 1 - share);
}
