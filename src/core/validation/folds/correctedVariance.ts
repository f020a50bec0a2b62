import { fail } from '../../base/fault.ts';
import { studentQuantile, studentTail } from '../../statistics/special/studentTail.ts';

/** A value of each fold, with how many rows it was learnt from and measured on. */
export interface FoldValue {
  readonly value: number;
  readonly trainRows: number;
  readonly testRows: number;
}

export interface FoldMean {
  readonly folds: number;
  readonly mean: number;
  /** Of the folds' values, divided by folds − 1. */
  readonly deviation: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Of the mean, with folds − 1 degrees of freedom; null where the folds do not differ, which says nothing of chance. */
  readonly standardError: number | null;
  readonly interval: { readonly low: number; readonly high: number; readonly level: number } | null;
}

/**
 * Mean of a value over folds. Its variance is (1/J + n_test/n_train)·s²: folds share most of their rows, so that s²/J is far
 * too small (Nadeau and Bengio 2003). Throws `invalid` for less than two folds.
 */
export function foldMean(folds: readonly FoldValue[], level = 0.95): FoldMean {
  if (folds.length < 2) throw fail('invalid', 'A spread needs at least two folds.', { hint: 'Ask for k ≥ 2.' });
  const count = folds.length;
  const values = folds.map(({ value }) => value);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const ratio = folds.reduce((sum, { trainRows, testRows }) => sum + testRows / trainRows, 0) / count;
  const isSpread = Math.max(...values) > Math.min(...values);
  const standardError = isSpread ? Math.sqrt((1 / count + ratio) * squares) : null;
  const reach = standardError === null ? 0 : standardError * studentQuantile((1 - level) / 2, count - 1);
  return {
    folds: count,
    mean,
    deviation: isSpread ? Math.sqrt(squares) : 0,
    minimum: Math.min(...values),
    maximum: Math.max(...values),
    standardError,
    interval: standardError === null ? null : { low: mean - reach, high: mean + reach, level },
  };
}

/** Two-sided p that the mean over folds is 0: the corrected resampled t-test. Null where the folds do not differ from each other. */
export function correctedPValue({ mean, standardError, folds }: FoldMean): number | null {
  return standardError === null ? null : Math.min(1, 2 * studentTail(Math.abs(mean) / standardError, folds - 1));
}
