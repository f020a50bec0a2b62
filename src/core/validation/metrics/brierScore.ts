import { needProbabilities } from './needProbabilities.ts';

/**
 * Mean squared distance between the probability of being positive and the truth (1 = positive, 0 = not), 0 to 1. Throws
 * `invalid` for no rows or a value outside [0, 1].
 */
export function brierScore(truth: Int32Array, probabilities: Float64Array): number {
  needProbabilities(truth, probabilities, 1);
  let sum = 0;
  for (let row = 0; row < truth.length; row += 1) sum += (truth[row]! - probabilities[row]!) ** 2;
  return sum / truth.length;
}
