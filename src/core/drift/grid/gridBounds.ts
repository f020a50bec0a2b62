import type { Range } from '../../model/drift.ts';
import { apart, binSpans, mostApart, surelyApart } from './binSpans.ts';
import type { GridSide } from './gridSide.ts';

export interface GridBounds {
  /** Of the Kolmogorov-Smirnov statistic; the low end is its value at the cuts. */
  readonly ks: Range;
  /**
   * Of the Wasserstein-1 distance, in the unit of the values. The low end is near the value: only where F and G cross within a
   * bin is something missing.
   */
  readonly w1: Range;
}

/** What the values of one bin are, where they were looked at one by one. */
export interface WithinBin {
  /** The largest |F − G| at one of them. */
  readonly ks: number;
  /** The integral of |F − G| from the least of them to the largest. */
  readonly w1: number;
}

/**
 * Where the exact statistics lie. At a bin's ends both distribution functions are known; in between each only rises. A bin
 * whose values are all the same has no in between. Over a bin the integral of F − G is known from its values' sum; where F − G
 * cannot change its sign there, so is that of |F − G|. `within` by bin: nothing is open there.
 */
export function gridBounds(reference: GridSide, current: GridSide, within: ReadonlyMap<number, WithinBin> = new Map()): GridBounds {
  const n = total(reference.counts);
  const m = total(current.counts);
  let [ksLow, ksHigh, w1Low, w1High] = [0, 0, 0, 0];
  let last: number | undefined;
  for (const span of binSpans(reference, current)) {
    const { bin, least: from, most: to, before, after } = span;
    const [f, g] = [before[0] / n, before[1] / m];
    // Between the bins nothing changes.
    if (last !== undefined) {
      const gap = (from - last) * Math.abs(f - g);
      w1Low += gap;
      w1High += gap;
    }
    last = to;
    const known = within.get(bin);
    ksLow = Math.max(ksLow, known?.ks ?? 0, apart(...after, n, m));
    if (known !== undefined) {
      w1Low += known.w1;
      w1High += known.w1;
      continue;
    }
    const width = to - from;
    if (width === 0) continue;
    const most = mostApart(span, n, m);
    const sure = surelyApart(span, n, m);
    const [inF, inG] = [reference.counts[bin]!, current.counts[bin]!];
    const signed = (f - g) * width + (inF * to - reference.sums[bin]!) / n - (inG * to - current.sums[bin]!) / m;
    ksHigh = Math.max(ksHigh, most);
    // The sums are rounded: a bound gives way by as much.
    const rounding = 4e-16 * (Math.max(inF, inG) + 16) * Math.max(Math.abs(from), Math.abs(to)) * (inF / n + inG / m);
    w1Low += Math.max(Math.abs(signed) - rounding, sure * width, 0);
    w1High += sure > 0 ? Math.abs(signed) + rounding : most * width;
  }
  return { ks: [ksLow, Math.max(ksLow, ksHigh)], w1: [w1Low * (1 - 1e-12), Math.max(w1Low, w1High) * (1 + 1e-12)] };
}

function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
