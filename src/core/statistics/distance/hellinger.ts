import { countTable } from '../tests/countTable.ts';

/** The Hellinger distance √(½ Σ (√p − √q)²) of two rows of counts or shares, 0 to 1. */
export function hellinger(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const table = countTable(reference, current);
  let sum = 0;
  for (let level = 0; level < table.reference.length; level += 1) {
    const apart = Math.sqrt(table.reference[level]! / table.referenceTotal) - Math.sqrt(table.current[level]! / table.currentTotal);
    sum += apart * apart;
  }
  return Math.min(1, Math.sqrt(sum / 2));
}
