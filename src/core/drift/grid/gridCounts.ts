import { sortNumbers } from '../../statistics/sample/sortNumbers.ts';
import type { TableSource } from '../../table/tableSource.ts';
import { inBlocks } from './blocks.ts';
import { binsFor, gridCuts } from './cuts.ts';
import { Offsets } from './extent.ts';
import { GridCounter, type GridSide } from './gridSide.ts';
import { HeadFirst, type ReferenceCounts } from './headFirst.ts';

export interface GridPair extends ReferenceCounts {
  readonly current: GridSide;
}

/** Rows of the reference that are held: 8 MB. */
export const headRows = 2 ** 20;

/**
 * Reads a numeric column of both sides in pieces and counts it on cuts from the reference; of a large table a bounded part is
 * in memory. Undefined where the reference has no finite value or numbers too large to be squared.
 */
export async function gridCounts(name: string, reference: TableSource, current: TableSource, signal: AbortSignal, held = headRows): Promise<GridPair | undefined> {
  const bins = binsFor(Math.min(reference.rows, current.rows));
  const read = () => reference.pieces!(name, signal);
  const first = new HeadFirst(reference.rows, bins, held);
  for await (const piece of read()) first.add(piece);
  const found = first.end();
  const left = found === 'again' ? await again(read(), first, reference.rows, bins) : found;
  if (left === undefined) return undefined;
  const right = new GridCounter(left.cuts, current.rows);
  for await (const piece of current.pieces!(name, signal)) inBlocks(piece, (block) => right.add(block));
  return { ...left, current: right.side() };
}

/** On cuts from all rows, where those from the first ones do not fit the others: values that rise row by row. */
async function again(pieces: AsyncIterable<Float64Array>, { extent, sample }: HeadFirst, rows: number, bins: number): Promise<ReferenceCounts | undefined> {
  if (sample.length === 0) return undefined;
  const cuts = gridCuts(sortNumbers(sample), extent.least, extent.most, bins);
  const counter = new GridCounter(cuts, rows);
  const offsets = new Offsets(extent.sum / extent.count);
  for await (const piece of pieces) {
    inBlocks(piece, (block) => {
      offsets.add(block);
      counter.add(block);
    });
  }
  return { cuts, reference: counter.side(), deviation: offsets.deviation() };
}
