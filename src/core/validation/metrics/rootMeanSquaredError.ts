import { needPairs } from './needPairs.ts';

/** √ of the mean squared error, in the unit of the target. Throws `invalid` for no rows. */
export function rootMeanSquaredError(truth: Float64Array, predicted: Float64Array): number {
  return Math.sqrt(meanSquaredError(truth, predicted));
}

/** In the square of the target's unit. */
export function meanSquaredError(truth: Float64Array, predicted: Float64Array): number {
  needPairs(truth, predicted);
  let sum = 0;
  for (let row = 0; row < truth.length; row += 1) sum += (truth[row]! - predicted[row]!) ** 2;
  return sum / truth.length;
}
