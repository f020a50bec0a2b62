import { increasingRoot } from '../special/increasingRoot.ts';
import { kolmogorovQuantile } from '../special/kolmogorovQuantile.ts';
import { normalQuantile } from '../special/normalQuantile.ts';
import { ksShiftPower } from './ksShiftPower.ts';

/** The drift of `ksShiftPower` for each significance and power asked so far: it is the same for all sample sizes. */
const drifts = new Map<string, number>();

/**
 * The smallest shift of a normal law, in standard deviations, that a Kolmogorov-Smirnov test at `alpha` finds in `power` of
 * all cases with n and m values; it is as well the Wasserstein-1 distance in that unit. From the large-sample power, at the
 * statistic the shift leads to; undefined where no shift is found as often.
 */
export function detectableShift(n: number, m: number, { alpha = 0.05, power = 0.8 } = {}): number | undefined {
  const statistic = (driftOf(alpha, power) / Math.sqrt(2 * Math.PI)) * Math.sqrt(1 / n + 1 / m);
  // A shift of s moves the distribution function by at most 2 Φ(s / 2) − 1.
  return statistic >= 1 ? undefined : 2 * normalQuantile((1 + statistic) / 2);
}

function driftOf(alpha: number, power: number): number {
  const key = `${alpha} ${power}`;
  const known = drifts.get(key);
  if (known !== undefined) return known;
  const critical = kolmogorovQuantile(alpha);
  const powerAt = ksShiftPower(critical);
  const drift = increasingRoot((one) => powerAt(one) - power, 0, 6 * critical + 12, 1e-4);
  drifts.set(key, drift);
  return drift;
}
