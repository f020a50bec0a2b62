import { needValues } from '../sample/needValues.ts';

/**
 * The quantile at `share` (0 to 1) of ascending values, linear between neighbours: type 7 of Hyndman and Fan 1996, numpy's
 * default. Throws `invalid` for no values.
 */
export function quantile(sorted: Float64Array, share: number): number {
  needValues(sorted);
  const at = share * (sorted.length - 1);
  const below = Math.min(sorted.length - 1, Math.floor(at));
  const left = sorted[below]!;
  const right = sorted[Math.min(sorted.length - 1, below + 1)]!;
  const part = at - below;
  // Interpolated from the nearer end, so that equal neighbours and part = 1 give the value itself.
  return part < 0.5 ? left + (right - left) * part : right - (right - left) * (1 - part);
}
