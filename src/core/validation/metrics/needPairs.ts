import { fail } from '../../base/fault.ts';

/** Throws `invalid` where there are no rows, or the two columns are not of the same rows. */
export function needPairs(truth: { readonly length: number }, other: { readonly length: number }): void {
  if (truth.length !== other.length) throw fail('invalid', 'Truth and prediction differ in length.');
  if (truth.length === 0) {
    throw fail('invalid', 'There are no rows to measure.', { hint: 'A metric needs at least one row with both a label and a prediction.' });
  }
}
