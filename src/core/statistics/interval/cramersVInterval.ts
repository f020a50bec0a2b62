import { increasingRoot } from '../special/increasingRoot.ts';
import { noncentralChiSquareLower, noncentralChiSquareUpper } from '../special/noncentralChiSquare.ts';
import type { Interval } from './interval.ts';

/**
 * An interval for Cramér's V of a 2 × k table: the noncentralities for which the chi-square statistic would be no more
 * extreme than (1 − level) / 2 on either side, as V = √(noncentrality / total) (Smithson 2003). Its low end is 0 unless the
 * test rejects at (1 − level) / 2, so at zero effect it holds in 1 − (1 − level) / 2 of samples. { 0, 0 } for one level.
 */
export function cramersVInterval(statistic: number, levels: number, total: number, level = 0.95): Interval {
  const degrees = levels - 1;
  if (degrees < 1) return { low: 0, high: 0 };
  const side = (1 - level) / 2;
  // No noncentrality further away than this is left open: ten standard deviations of the statistic, and more.
  const furthest = statistic + degrees + 20 * Math.sqrt(4 * statistic + 2 * degrees) + 100;
  const low = increasingRoot((one) => noncentralChiSquareUpper(statistic, degrees, one) - side, 0, furthest, 1e-11);
  const high = increasingRoot((one) => side - noncentralChiSquareLower(statistic, degrees, one), 0, furthest, 1e-11);
  const asV = (noncentrality: number) => Math.min(1, Math.sqrt(noncentrality / total));
  return { low: asV(low), high: asV(high) };
}
