import { fail } from '../../base/fault.ts';
import { sortNumbers } from '../../statistics/sample/sortNumbers.ts';
import type { TableSource } from '../../table/tableSource.ts';
import { apart, binSpans, mostApart, surelyApart, type BinSpan } from './binSpans.ts';
import { inBlocks } from './blocks.ts';
import { gridBounds, type WithinBin } from './gridBounds.ts';
import type { GridPair } from './gridCounts.ts';
import type { GridSide } from './gridSide.ts';
import { BinLoops } from './loops/binLoops.ts';

/** Values of both sides that are held at a time, but for a bin that has more: 16 MB, and as much to sort them. */
const mostHeld = 2 ** 21;

/**
 * Looks at the values of the bins that leave something open: the Kolmogorov-Smirnov statistic, and the Wasserstein distance
 * where `threshold` (of the distance) lies between its bounds. Both sides are read again, as often as it takes to hold a
 * bounded part of these values at a time.
 */
export async function withinBins(name: string, pair: GridPair, threshold: number, reference: TableSource, current: TableSource, signal: AbortSignal, held = mostHeld): Promise<Map<number, WithinBin>> {
  const found = new Map<number, WithinBin>();
  for (const spans of parts(openBins(pair, threshold), held)) {
    const sides = [
      await valuesIn(spans, 0, pair.cuts, pair.reference, reference.pieces!(name, signal)),
      await valuesIn(spans, 1, pair.cuts, pair.current, current.pieces!(name, signal)),
    ] as const;
    const [n, m] = [total(pair.reference), total(pair.current)];
    let [i, j] = [0, 0];
    for (const span of spans) {
      const [inF, inG] = [span.after[0] - span.before[0], span.after[1] - span.before[1]];
      found.set(span.bin, within(sides[0].subarray(i, i + inF), sides[1].subarray(j, j + inG), span, n, m));
      [i, j] = [i + inF, j + inG];
    }
  }
  return found;
}

function openBins({ reference, current }: GridPair, threshold: number): BinSpan[] {
  const [n, m] = [total(reference), total(current)];
  const { ks, w1 } = gridBounds(reference, current);
  const isWide = w1[0] <= threshold && w1[1] > threshold;
  return [...binSpans(reference, current)].filter((span) => span.least < span.most && (mostApart(span, n, m) > ks[0] || (isWide && surelyApart(span, n, m) === 0)));
}

/** Each with at most `held` values, or a single bin. */
function* parts(spans: readonly BinSpan[], held: number): Generator<BinSpan[]> {
  let part: BinSpan[] = [];
  let count = 0;
  for (const span of spans) {
    const size = span.after[0] - span.before[0] + span.after[1] - span.before[1];
    if (part.length > 0 && count + size > held) {
      yield part;
      [part, count] = [[], 0];
    }
    part.push(span);
    count += size;
  }
  if (part.length > 0) yield part;
}

/** One side's values in these bins, ascending. */
async function valuesIn(spans: readonly BinSpan[], side: 0 | 1, cuts: Float64Array, { counts }: GridSide, pieces: AsyncIterable<Float64Array>): Promise<Float64Array> {
  const isAsked = new Uint8Array(counts.length);
  for (const { bin } of spans) isAsked[bin] = 1;
  const values = new Float64Array(spans.reduce((sum, { before, after }) => sum + after[side] - before[side], 0));
  const loops = new BinLoops(cuts);
  let taken = 0;
  for await (const piece of pieces) {
    inBlocks(piece, (block) => {
      const bins = loops.find(block);
      const { length } = block;
      for (let at = 0; at < length; at += 1) {
        const value = block[at]!;
        if (value - value === 0 && isAsked[bins[at]!] === 1) values[taken++] = value;
      }
    });
  }
  loops.close();
  if (taken !== values.length) throw fail('conflict', `A column gave ${taken} values where it gave ${values.length} before.`, { hint: 'Wait until what writes the data is done, then compare again.' });
  return sortNumbers(values);
}

function within(left: Float64Array, right: Float64Array, { before, least }: BinSpan, n: number, m: number): WithinBin {
  let [ks, w1, last] = [0, 0, least];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const value = Math.min(left[i] ?? Number.POSITIVE_INFINITY, right[j] ?? Number.POSITIVE_INFINITY);
    w1 += (value - last) * apart(before[0] + i, before[1] + j, n, m);
    while (left[i] === value) i += 1;
    while (right[j] === value) j += 1;
    ks = Math.max(ks, apart(before[0] + i, before[1] + j, n, m));
    last = value;
  }
  return { ks, w1 };
}

function total({ counts }: GridSide): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
