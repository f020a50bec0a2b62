import { normalQuantile } from '../special/normalQuantile.ts';
import type { Interval } from './interval.ts';

/** Wilson's score interval for a share of `hits` among `of` > 0 values. */
export function wilsonInterval(hits: number, of: number, level = 0.95): Interval {
  const z = -normalQuantile((1 - level) / 2);
  const share = hits / of;
  const middle = share + (z * z) / (2 * of);
  const reach = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return {
    // At the ends the formula's 0 and 1 would be off by a rounding.
    low: hits === 0 ? 0 : (middle - reach) / scale,
    high: hits === of ? 1 : (middle + reach) / scale,
  };
}
