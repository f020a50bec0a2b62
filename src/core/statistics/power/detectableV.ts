import { chiSquareTail } from '../special/chiSquareTail.ts';
import { increasingRoot } from '../special/increasingRoot.ts';
import { noncentralChiSquareUpper } from '../special/noncentralChiSquare.ts';

/** The noncentrality for the questions asked so far: one report asks the same of many columns, whatever their size. */
const known = new Map<string, number>();
const mostKnown = 2_000;

/**
 * The smallest Cramér's V between the laws of two samples over `levels` levels, `total` values together, that a chi-square
 * test at `alpha` finds in `power` of all cases; undefined for one level or where even V = 1 is not found as often.
 */
export function detectableV(levels: number, total: number, { alpha = 0.05, power = 0.8 } = {}): number | undefined {
  const degrees = levels - 1;
  if (degrees < 1) return undefined;
  const key = `${degrees} ${alpha} ${power}`;
  const noncentrality = known.get(key) ?? noncentralityOf(degrees, alpha, power);
  if (known.size >= mostKnown) known.clear();
  known.set(key, noncentrality);
  const v = Math.sqrt(noncentrality / total);
  return v <= 1 ? v : undefined;
}

function noncentralityOf(degrees: number, alpha: number, power: number): number {
  const critical = increasingRoot((x) => alpha - chiSquareTail(x, degrees), 0, degrees + 40 * Math.sqrt(2 * degrees) + 1_500);
  const furthest = critical + 40 * Math.sqrt(critical) + 1_500;
  return increasingRoot((one) => noncentralChiSquareUpper(critical, degrees, one) - power, 0, furthest);
}
