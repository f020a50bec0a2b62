import { needPairs } from './needPairs.ts';

/** A true 0 is taken as this, so that the quotient stays a number. */
const least = 2 ** -52;

/** Mean |truth − prediction| / |truth| as a share (0.1 = 10 %). True values near 0 make it huge. Throws `invalid` for no rows. */
export function meanAbsolutePercentageError(truth: Float64Array, predicted: Float64Array): number {
  needPairs(truth, predicted);
  let sum = 0;
  for (let row = 0; row < truth.length; row += 1) sum += Math.abs(truth[row]! - predicted[row]!) / Math.max(least, Math.abs(truth[row]!));
  return sum / truth.length;
}
