import { moments } from '../../statistics/summary/moments.ts';
import { rSquared } from '../metrics/rSquared.ts';
import { rootMeanSquaredError } from '../metrics/rootMeanSquaredError.ts';
import { spreadEstimate, type Estimate } from './estimate.ts';
import { meanParts } from './meanEstimate.ts';

/** Root of the mean squared error with the error of its square carried over (delta method), interval on the log scale. Undefined for no rows. */
export function rootMeanSquaredErrorEstimate(truth: Float64Array, predicted: Float64Array): Estimate | undefined {
  if (truth.length === 0) return undefined;
  const value = rootMeanSquaredError(truth, predicted);
  const { count, squares } = meanParts(truth.map((is, row) => (is - predicted[row]!) ** 2));
  const ofSquare = count === 1 ? Number.NaN : Math.sqrt(squares / (count - 1) / count);
  return spreadEstimate(value, value === 0 ? 0 : ofSquare / (2 * value), count, 'log');
}

/**
 * R² with the error of a quotient of two means (delta method), interval on the log scale of 1 − R², which is > 0. Undefined for fewer than
 * two rows or a constant truth.
 */
export function rSquaredEstimate(truth: Float64Array, predicted: Float64Array): Estimate | undefined {
  if (truth.length < 2 || truth.every((one) => one === truth[0])) return undefined;
  const value = rSquared(truth, predicted);
  const { mean, variance } = moments(truth);
  // How far each row pulls 1 − R² = (mean squared error) / variance.
  const pulls = truth.map((is, row) => ((is - predicted[row]!) ** 2 - (1 - value) * (is - mean) ** 2) / variance);
  const { count, squares } = meanParts(pulls);
  const unexplained = spreadEstimate(1 - value, Math.sqrt(squares / (count - 1) / count), count, 'log');
  return {
    ...unexplained,
    value,
    bounds: (level) => {
      const { low, high } = unexplained.bounds(level);
      return { low: 1 - high, high: 1 - low };
    },
  };
}
