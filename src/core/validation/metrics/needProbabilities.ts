import { fail } from '../../base/fault.ts';
import { needPairs } from './needPairs.ts';

/**
 * Throws `invalid` where there are no rows, a row has not `perRow` probabilities, one is outside [0, 1], or a label is none of
 * the classes (0 and 1 where there is one probability a row).
 */
export function needProbabilities(truth: Int32Array, probabilities: Float64Array, perRow: number): void {
  needPairs({ length: truth.length * perRow }, probabilities);
  if (!probabilities.every((one) => one >= 0 && one <= 1)) {
    throw fail('invalid', 'A probability is missing or outside 0 to 1.', { hint: 'Give probabilities, not scores; leave out the rows without one.' });
  }
  if (!truth.every((label) => label >= 0 && label < Math.max(2, perRow))) {
    throw fail('invalid', 'A label is none of the classes.', { hint: 'Leave out the rows that have no label.' });
  }
}
