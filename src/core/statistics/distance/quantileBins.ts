import { needValues } from '../sample/needValues.ts';
import { countBelow, countUpTo } from '../sample/position.ts';
import { quantile } from '../summary/quantile.ts';

/** The upper end of a bin; the next bin begins there. `isInside` says whether the value itself is in this bin. */
export interface BinEdge {
  readonly at: number;
  readonly isInside: boolean;
}

/**
 * The edges of bins that hold about equal parts of a reference, ascending values. The first bin is below its smallest value
 * and one more than the edges is above its largest. Equal quantiles make one edge, and a value that fills a bin or more (a
 * spike, a zero-inflated column's zero) gets a bin of its own. A bin lies between two edges that follow each other.
 * Throws `invalid` for no values.
 */
export function quantileBins(reference: Float64Array, bins = 10): BinEdge[] {
  needValues(reference);
  const count = reference.length;
  const smallest = reference[0]!;
  const largest = reference[count - 1]!;
  const edges: BinEdge[] = [{ at: smallest, isInside: false }];
  const add = (edge: BinEdge) => {
    const last = edges[edges.length - 1]!;
    if (edge.at > last.at || (edge.at === last.at && edge.isInside && !last.isInside)) edges.push(edge);
  };
  for (let bin = 1; bin < bins; bin += 1) {
    const at = quantile(reference, bin / bins);
    const isSpike = (countUpTo(reference, at) - countBelow(reference, at)) * bins >= count && count >= bins;
    if (isSpike) add({ at, isInside: false });
    // Between a spike and the next value a quantile is nobody's: an edge there would make an empty bin.
    if (isSpike || (at < largest && countUpTo(reference, at) > countOf(reference, edges[edges.length - 1]!))) add({ at, isInside: true });
  }
  add({ at: largest, isInside: true });
  return edges;
}

/** How many of ascending values lie in each bin; one count more than edges. O(edges · log n). */
export function binCounts(sorted: Float64Array, edges: readonly BinEdge[]): number[] {
  const ends = edges.map((edge) => countOf(sorted, edge));
  return [...ends, sorted.length].map((end, bin) => end - (bin === 0 ? 0 : ends[bin - 1]!));
}

/** How many of ascending values lie before an edge. */
function countOf(sorted: Float64Array, { at, isInside }: BinEdge): number {
  return isInside ? countUpTo(sorted, at) : countBelow(sorted, at);
}
