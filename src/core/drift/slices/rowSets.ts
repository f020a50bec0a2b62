import type { SliceTally } from './tally.ts';

/** A number per cell that is equal where two cells hold the same rows, and else almost surely differs. */
export function rowSets(tally: SliceTally, rows: number): Float64Array {
  const marks = Float64Array.from({ length: rows }, (_, row) => mixed(row));
  const sets = new Float64Array(tally.cells);
  tally.sum(marks, sets);
  return sets;
}

/** Spreads row numbers over 32 bits (the finalizer of MurmurHash3): their sums stay whole numbers. */
function mixed(row: number): number {
  let word = row + 1;
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}
