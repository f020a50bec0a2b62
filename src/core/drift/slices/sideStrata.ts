import { countBelow } from '../../statistics/sample/position.ts';
import type { SegmentColumn } from './segmentColumn.ts';
import { takeOffSegments } from './takeOffSegments.ts';

/**
 * Parts of the rows that are about equally likely to be current, judged by their segments (a share and a term per segment,
 * least squares; the propensity strata of Rosenbaum and Rubin 1984). Rows that change sides within them leave each slice
 * about as unequally spread over the sides as it is: where the mix of rows moved, a z of few rows against many has other
 * tails than one of equal numbers. Rows before `split` are the reference.
 */
export function sideStrata(rows: number, split: number, columns: readonly SegmentColumn[], strata = 8): Uint8Array {
  const share = (rows - split) / rows;
  const side = (row: number) => Number(row >= split);
  const values = Float64Array.from({ length: rows }, (_, row) => side(row) - share);
  for (let round = 0; round < 30; round += 1) {
    let largest = 0;
    for (const column of columns) largest = Math.max(largest, takeOffSegments(values, column, split, [1, 1]));
    if (!(largest > 1e-6)) break;
  }
  // Rounded, so that equal chances are equal whatever was added up first.
  const chances = values.map((left, row) => Math.round((side(row) - left) * 1e4));
  const sorted = chances.slice().sort();
  const stratumOf = new Map<number, number>();
  return Uint8Array.from(chances, (chance) => {
    const known = stratumOf.get(chance) ?? Math.floor((strata * countBelow(sorted, chance)) / rows);
    stratumOf.set(chance, known);
    return known;
  });
}
