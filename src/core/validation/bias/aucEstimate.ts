import { wilsonInterval } from '../../statistics/interval/wilsonInterval.ts';
import { rocAucOf } from '../metrics/rocAuc.ts';
import type { ScoresByClass } from '../metrics/scoresByClass.ts';
import { spreadEstimate, type Estimate } from './estimate.ts';

/**
 * Area under the ROC curve with DeLong's error (DeLong, DeLong and Clarke-Pearson 1988) and the interval on the logit scale. An
 * area of 0 or 1, whose error would be 0, gets Wilson's interval of the smaller class. Undefined where a class has no rows.
 */
export function aucEstimate(scores: ScoresByClass): Estimate | undefined {
  const { positives, negatives } = scores;
  if (positives.length === 0 || negatives.length === 0) return undefined;
  const value = rocAucOf(scores);
  const error = Math.sqrt(varianceOfPlaces(positives, negatives) / positives.length + varianceOfPlaces(negatives, positives) / negatives.length);
  const of = positives.length + negatives.length;
  const estimate = spreadEstimate(value, error, of, 'logit');
  if (value > 0 && value < 1) return estimate;
  const smaller = Math.min(positives.length, negatives.length);
  return { ...estimate, bounds: (level) => wilsonInterval(value * smaller, smaller, level) };
}

/** Of the shares of `others` below each of `ones`, ties half; both ascending. NaN for one value. */
function varianceOfPlaces(ones: Float64Array, others: Float64Array): number {
  const places = new Float64Array(ones.length);
  let [below, upTo, sum] = [0, 0, 0];
  ones.forEach((score, at) => {
    while (below < others.length && others[below]! < score) below += 1;
    while (upTo < others.length && others[upTo]! <= score) upTo += 1;
    places[at] = (below + upTo) / 2 / others.length;
    sum += places[at];
  });
  const mean = sum / ones.length;
  let squares = 0;
  for (const place of places) squares += (place - mean) ** 2;
  return squares / (ones.length - 1);
}
