import type { Range } from '../../model/drift.ts';
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

/**
 * Where the exact statistics lie. At a bin's ends both distribution functions are known; in between each only rises. A bin
 * whose values are all the same has no in between. Over a bin the integral of F − G is known from its values' sum; where F − G
 * cannot change its sign there, so is that of |F − G|.
 */
export function gridBounds(reference: GridSide, current: GridSide): GridBounds {
  const n = total(reference.counts);
  const m = total(current.counts);
  let [ksLow, ksHigh, w1Low, w1High] = [0, 0, 0, 0];
  let [f, g] = [0, 0];
  // As ksStatistic does it: whole numbers until the last division.
  const apart = (left: number, right: number) => Math.abs(left * m - right * n) / (n * m);
  let i = 0;
  let j = 0;
  let last: number | undefined;
  for (let bin = 0; bin < reference.counts.length; bin += 1) {
    const [inF, inG] = [reference.counts[bin]!, current.counts[bin]!];
    if (inF + inG === 0) continue;
    const from = Math.min(reference.least[bin]!, current.least[bin]!);
    const to = Math.max(reference.most[bin]!, current.most[bin]!);
    // Between the bins nothing changes.
    if (last !== undefined) {
      const gap = (from - last) * Math.abs(f - g);
      w1Low += gap;
      w1High += gap;
    }
    const [beforeF, beforeG] = [i, j];
    i += inF;
    j += inG;
    const [nextF, nextG] = [i / n, j / m];
    const width = to - from;
    if (width > 0) {
      const most = Math.max(apart(i, beforeG), apart(beforeF, j), apart(beforeF, beforeG), apart(i, j));
      const sure = Math.max(0, f - nextG, g - nextF);
      const signed = (f - g) * width + (inF * to - reference.sums[bin]!) / n - (inG * to - current.sums[bin]!) / m;
      ksHigh = Math.max(ksHigh, most);
      // The sums are rounded: a bound gives way by as much.
      const rounding = 4e-16 * (Math.max(inF, inG) + 16) * Math.max(Math.abs(from), Math.abs(to)) * (inF / n + inG / m);
      w1Low += Math.max(Math.abs(signed) - rounding, sure * width, 0);
      w1High += sure > 0 ? Math.abs(signed) + rounding : most * width;
    }
    [f, g, last] = [nextF, nextG, to];
    ksLow = Math.max(ksLow, apart(i, j));
  }
  return { ks: [ksLow, Math.max(ksLow, ksHigh)], w1: [w1Low * (1 - 1e-12), Math.max(w1Low, w1High) * (1 + 1e-12)] };
}

function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
