import type { Interval } from '../../statistics/interval/interval.ts';
import { normalQuantile } from '../../statistics/special/normalQuantile.ts';

/**
 * An interval for an area under the ROC curve of n and m scores by the standard error of Hanley and McNeil 1982, within
 * [0, 1]: that of the fitted classifiers, not of the best one there could be.
 */
export function areaInterval(area: number, n: number, m: number, level = 0.95): Interval {
  const first = area / (2 - area);
  const second = (2 * area * area) / (1 + area);
  const square = area * area;
  const variance = (area * (1 - area) + (n - 1) * (first - square) + (m - 1) * (second - square)) / (n * m);
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(Math.max(0, variance));
  return { low: Math.max(0, area - half), high: Math.min(1, area + half) };
}
