import { needPairs } from './needPairs.ts';

/** Mean |truth − prediction|, in the unit of the target. Throws `invalid` for no rows. */
export function meanAbsoluteError(truth: Float64Array, predicted: Float64Array): number {
  needPairs(truth, predicted);
  let sum = 0;
  for (let row = 0; row < truth.length; row += 1) sum += Math.abs(truth[row]! - predicted[row]!);
  return sum / truth.length;
}
