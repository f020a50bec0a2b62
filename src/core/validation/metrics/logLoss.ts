import { needProbabilities } from './needProbabilities.ts';

/** A probability of 0 or 1 is taken as this far from it, so that one wrong row does not make the loss infinite. */
const nearest = 2 ** -52;

/**
 * Mean −ln of the probability given to the true class. `truth`: 1 = positive, 0 = not; `probabilities`: of being positive.
 * Throws `invalid` for no rows or a value outside [0, 1].
 */
export function logLoss(truth: Int32Array, probabilities: Float64Array): number {
  needProbabilities(truth, probabilities, 1);
  return meanLoss(truth, (row) => (truth[row] === 1 ? probabilities[row]! : 1 - probabilities[row]!));
}

/** The same for several classes: `truth` 0 to `classes` − 1, `probabilities[row * classes + class]`. */
export function multiclassLogLoss(truth: Int32Array, probabilities: Float64Array, classes: number): number {
  needProbabilities(truth, probabilities, classes);
  return meanLoss(truth, (row) => probabilities[row * classes + truth[row]!]!);
}

function meanLoss(truth: Int32Array, given: (row: number) => number): number {
  let sum = 0;
  for (let row = 0; row < truth.length; row += 1) sum -= Math.log(Math.min(1 - nearest, Math.max(nearest, given(row))));
  return sum / truth.length;
}
