import { groupBy } from '../../base/groupBy.ts';
import type { Digest } from './entry.ts';
import type { Standing } from './standing.ts';

/** Each after all that it may build on: an entry's number is above theirs. Of several the smallest digest first. */
export function inOrder(standing: ReadonlyMap<Digest, Standing>): Standing[] {
  const byNumber = groupBy(standing.values(), ({ place }) => place.seq);
  // A plain list of numbers is sorted many times faster than thousands of entries by a function.
  return [...Float64Array.from(byNumber.keys()).sort()].flatMap((seq) => byNumber.get(seq)!.sort((a, b) => (a.place.digest < b.place.digest ? -1 : 1)));
}
