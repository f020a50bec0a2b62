import { sortNumbers } from '../../statistics/sample/sortNumbers.ts';
import type { TableSource } from '../../table/tableSource.ts';
import { BinFinder } from './binFinder.ts';
import { gridCuts, sampleStep } from './cuts.ts';
import { Extent, Sampler } from './extent.ts';
import { blockLength, GridCounter, type GridSide } from './gridSide.ts';

export interface GridPair {
  readonly cuts: Float64Array;
  readonly reference: GridSide;
  readonly current: GridSide;
  /** The reference's mean and standard deviation, in two passes over its values in row order. */
  readonly deviation: number;
}

/**
 * Reads a numeric column of both sides in pieces: the reference's numbers are held (8 bytes a row), the current side's are
 * counted as they come. Undefined where the reference has no finite value or numbers too large to be squared.
 */
export async function gridCounts(name: string, reference: TableSource, current: TableSource, signal: AbortSignal): Promise<GridPair | undefined> {
  const values = await whole(reference.pieces!(name, signal), reference.rows);
  const extent = new Extent();
  inBlocks(values, (block) => extent.add(block));
  if (!extent.isUsable) return undefined;
  const sampler = new Sampler(extent, sampleStep(extent.count));
  inBlocks(values, (block) => sampler.add(block));
  const cuts = gridCuts(sortNumbers(sampler.sample), extent.least, extent.most);
  const finder = new BinFinder(cuts);
  const counter = (rows: number) => new GridCounter(finder, cuts.length + 1, rows);
  const left = counter(reference.rows);
  inBlocks(values, (block) => left.add(block));
  const right = counter(current.rows);
  for await (const piece of current.pieces!(name, signal)) inBlocks(piece, (block) => right.add(block));
  return { cuts, reference: left.side(), current: right.side(), deviation: sampler.deviation(extent.count) };
}

/** One piece that is everything is taken as it is. The source ends by itself: it may look at the end whether it is still the same. */
async function whole(pieces: AsyncIterable<Float64Array>, rows: number): Promise<Float64Array> {
  let values: Float64Array | undefined;
  let length = 0;
  for await (const piece of pieces) {
    if (values === undefined && piece.length === rows) values = piece;
    else {
      values ??= new Float64Array(rows);
      values.set(piece, length);
    }
    length += piece.length;
  }
  return values === undefined ? new Float64Array() : values.subarray(0, length);
}

/** In blocks that stay in the processor's nearest memory. */
function inBlocks(values: Float64Array, add: (block: Float64Array) => void): void {
  for (let start = 0; start < values.length; start += blockLength) add(values.subarray(start, start + blockLength));
}
