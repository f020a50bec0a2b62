import { fail } from '../../base/fault.ts';

/** Throws `invalid` where one of the samples is empty: nothing can be said about it, not even p = 1. */
export function needValues(...samples: ReadonlyArray<{ readonly length: number }>): void {
  if (samples.some(({ length }) => length === 0)) {
    throw fail('invalid', 'A sample holds no values.', { hint: 'Compare samples of at least one value each.' });
  }
}
