import { fail } from '../../base/fault.ts';
import { needPairs } from './needPairs.ts';

/** How often each class was called each class. Counts may be expected ones, that is, no whole numbers. */
export interface ConfusionMatrix {
  readonly classes: number;
  /** `counts[truth * classes + predicted]`. */
  readonly counts: Float64Array;
}

/**
 * Counts rows by true and predicted class, both from 0 to `classes` − 1. Throws `invalid` for no rows, columns of different
 * lengths or a class outside: rows without a label have to be left out before.
 */
export function confusionMatrix(truth: Int32Array, predicted: Int32Array, classes = 2): ConfusionMatrix {
  needPairs(truth, predicted);
  const counts = new Float64Array(classes * classes);
  for (let row = 0; row < truth.length; row += 1) {
    const [is, called] = [truth[row]!, predicted[row]!];
    if (!(is >= 0 && is < classes && called >= 0 && called < classes)) {
      throw fail('invalid', `Row ${row} has a class outside 0 to ${classes - 1}.`, { hint: 'Leave out the rows that have no label.' });
    }
    counts[is * classes + called]! += 1;
  }
  return { classes, counts };
}

/** One class against all others. */
export interface ClassCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

export function classCounts({ classes, counts }: ConfusionMatrix, of: number): ClassCounts {
  let [total, isOf, calledOf] = [0, 0, 0];
  for (let other = 0; other < classes; other += 1) {
    isOf += counts[of * classes + other]!;
    calledOf += counts[other * classes + of]!;
  }
  for (const count of counts) total += count;
  const truePositives = counts[of * classes + of]!;
  return {
    truePositives,
    falsePositives: calledOf - truePositives,
    falseNegatives: isOf - truePositives,
    trueNegatives: total - isOf - calledOf + truePositives,
  };
}
