import { moments } from '../summary/moments.ts';
import { quantile } from '../summary/quantile.ts';
import { wasserstein } from './wasserstein.ts';

/** What one unit is: the reference's standard deviation, or its interquartile range, which heavy tails do not inflate. */
export type Scale = 'deviation' | 'quartiles';

/**
 * The Wasserstein-1 distance of two ascending samples in units of the reference's spread. 0 for equal samples, ∞ where the
 * reference has no spread and the samples differ. Throws `invalid` for an empty sample.
 */
export function scaledWasserstein(reference: Float64Array, current: Float64Array, scale: Scale): number {
  const distance = wasserstein(reference, current);
  return distance === 0 ? 0 : distance / spread(reference, scale);
}

/** In the unit of the values; ascending. */
export function spread(sorted: Float64Array, scale: Scale): number {
  return scale === 'deviation' ? Math.sqrt(moments(sorted).variance) : quantile(sorted, 0.75) - quantile(sorted, 0.25);
}
