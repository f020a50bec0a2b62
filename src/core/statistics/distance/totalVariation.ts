import { countTable } from '../tests/countTable.ts';

/** ½ Σ |p − q| of two rows of counts or shares, 0 to 1: the share of values that would have to change. */
export function totalVariation(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const table = countTable(reference, current);
  let sum = 0;
  for (let level = 0; level < table.reference.length; level += 1) {
    sum += Math.abs(table.reference[level]! / table.referenceTotal - table.current[level]! / table.currentTotal);
  }
  return Math.min(1, sum / 2);
}
