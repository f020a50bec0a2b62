import type { GridPair } from './gridCounts.ts';
import type { GridSide } from './gridSide.ts';

/** The quantile at `share` as the values of its bin lay evenly between their least and largest; exact at 0 and 1. NaN for no values. */
export function gridQuantile({ counts, least, most }: GridSide, share: number): number {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const rank = share * (all - 1);
  let before = 0;
  for (let bin = 0; bin < counts.length; bin += 1) {
    const count = counts[bin]!;
    if (count === 0) continue;
    if (rank < before + count) return least[bin]! + (most[bin]! - least[bin]!) * (count === 1 ? 0 : Math.min(1, (rank - before) / (count - 1)));
    before += count;
  }
  return Number.NaN;
}

/** Both sides' counts in groups of bins: each group ends before the bin given, and a last one holds the rest. */
export function grouped({ reference, current }: GridPair, ends: readonly number[]): [number[], number[]] {
  const row = ({ counts }: GridSide) => {
    const sums = Array.from({ length: ends.length + 1 }, () => 0);
    let group = 0;
    counts.forEach((count, bin) => {
      while (group < ends.length && bin >= ends[group]!) group += 1;
      sums[group] = sums[group]! + count;
    });
    return sums;
  };
  return [row(reference), row(current)];
}
