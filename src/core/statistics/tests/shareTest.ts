import { fail } from '../../base/fault.ts';
import { chiSquareTest } from './chiSquareTest.ts';
import { fisherExact } from './fisherExact.ts';

export interface ShareTest {
  /** `fisher` where an expected count is below 5. */
  readonly method: 'chiSquare' | 'fisher';
  readonly p: number;
}

/**
 * Whether two shares, `hits` of `of` values each, come from one law. Two shares of 0 or of 1 give p = 1. Throws `invalid`
 * where a sample is empty or has more hits than values.
 */
export function shareTest(
  reference: { readonly hits: number; readonly of: number },
  current: { readonly hits: number; readonly of: number },
): ShareTest {
  for (const { hits, of } of [reference, current]) {
    if (!(of > 0 && hits >= 0 && hits <= of)) throw fail('invalid', 'A share needs at least one value and no more hits than values.');
  }
  const hits = reference.hits + current.hits;
  const misses = reference.of + current.of - hits;
  const smallest = Math.min(hits, misses) * (Math.min(reference.of, current.of) / (hits + misses));
  const [a, b] = [reference.hits, reference.of - reference.hits];
  const [c, d] = [current.hits, current.of - current.hits];
  if (smallest < 5) return { method: 'fisher', p: fisherExact(a, b, c, d) };
  return { method: 'chiSquare', p: chiSquareTest([a, b], [c, d]).p };
}
