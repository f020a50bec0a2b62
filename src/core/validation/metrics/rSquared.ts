import { moments } from '../../statistics/summary/moments.ts';
import { meanSquaredError } from './rootMeanSquaredError.ts';

/**
 * 1 − squared error / squared distance from the mean: 1 is perfect, 0 no better than the mean, and there is no least value.
 * NaN for one row. A constant target gives 1 where it is met exactly and 0 otherwise. Throws `invalid` for no rows.
 */
export function rSquared(truth: Float64Array, predicted: Float64Array): number {
  const error = meanSquaredError(truth, predicted);
  if (truth.length < 2) return Number.NaN;
  // Asked of the values first: the mean of equal ones can be off by a rounding.
  const variance = truth.every((value) => value === truth[0]) ? 0 : moments(truth).variance;
  if (variance === 0) return error === 0 ? 1 : 0;
  return 1 - error / variance;
}
