import { fail } from '../../base/fault.ts';
import { needPairs } from './needPairs.ts';

/** Scores of the positive rows and of the others, each ascending. */
export interface ScoresByClass {
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

/** `truth`: 1 = positive, 0 = not. Throws `invalid` for no rows, another label, or a score that is no number. O(n log n). */
export function scoresByClass(truth: Int32Array, scores: Float64Array): ScoresByClass {
  needPairs(truth, scores);
  let positive = 0;
  for (let row = 0; row < truth.length; row += 1) {
    if (truth[row] !== 0 && truth[row] !== 1) throw fail('invalid', `Row ${row} has a label other than 0 and 1.`, { hint: 'Leave out the rows that have no label.' });
    if (Number.isNaN(scores[row]!)) throw fail('invalid', `Row ${row} has no score.`, { hint: 'Leave out the rows that have no score.' });
    positive += truth[row]!;
  }
  const positives = new Float64Array(positive);
  const negatives = new Float64Array(truth.length - positive);
  let [nextPositive, nextNegative] = [0, 0];
  for (let row = 0; row < truth.length; row += 1) {
    if (truth[row] === 1) positives[nextPositive++] = scores[row]!;
    else negatives[nextNegative++] = scores[row]!;
  }
  return { positives: positives.sort(), negatives: negatives.sort() };
}
