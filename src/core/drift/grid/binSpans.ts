import type { GridSide } from './gridSide.ts';

/** A bin that holds values, and how many of each side are up to its ends. */
export interface BinSpan {
  readonly bin: number;
  /** Of both sides' values in it. */
  readonly least: number;
  readonly most: number;
  /** Reference, current. */
  readonly before: readonly [number, number];
  readonly after: readonly [number, number];
}

/** Bins that are not empty, in order. */
export function* binSpans(reference: GridSide, current: GridSide): Generator<BinSpan> {
  let before: readonly [number, number] = [0, 0];
  for (let bin = 0; bin < reference.counts.length; bin += 1) {
    const [inF, inG] = [reference.counts[bin]!, current.counts[bin]!];
    if (inF + inG === 0) continue;
    const after = [before[0] + inF, before[1] + inG] as const;
    yield { bin, least: Math.min(reference.least[bin]!, current.least[bin]!), most: Math.max(reference.most[bin]!, current.most[bin]!), before, after };
    before = after;
  }
}

/** How far apart two distribution functions are, i of n and j of m values up: whole numbers until the last division, as in `ksStatistic`. */
export function apart(i: number, j: number, n: number, m: number): number {
  return Math.abs(i * m - j * n) / (n * m);
}

/** The farthest that they may be apart within a bin. */
export function mostApart({ before, after }: BinSpan, n: number, m: number): number {
  return Math.max(apart(after[0], before[1], n, m), apart(before[0], after[1], n, m), apart(...before, n, m), apart(...after, n, m));
}

/** The least that F − G, or G − F, is all over a bin; 0 where its sign may change there. */
export function surelyApart({ before, after }: BinSpan, n: number, m: number): number {
  return Math.max(0, before[0] / n - after[1] / m, before[1] / m - after[0] / n);
}
