import type { Interval } from './interval.ts';
import { wilsonInterval } from './wilsonInterval.ts';

/**
 * An interval for the second share minus the first, each `hits` of `of` > 0 values: Newcombe's hybrid of the two Wilson
 * intervals (Newcombe 1998, method 10, without continuity correction). Within [−1, 1].
 */
export function newcombeInterval(
  reference: { readonly hits: number; readonly of: number },
  current: { readonly hits: number; readonly of: number },
  level = 0.95,
): Interval {
  const p = reference.hits / reference.of;
  const q = current.hits / current.of;
  const first = wilsonInterval(reference.hits, reference.of, level);
  const second = wilsonInterval(current.hits, current.of, level);
  return {
    low: q - p - Math.hypot(q - second.low, first.high - p),
    high: q - p + Math.hypot(second.high - q, p - first.low),
  };
}
