import { countTable } from '../tests/countTable.ts';

/** The Jensen-Shannon distance of two rows of counts or shares, base e: √divergence, 0 to √ln 2 = 0.8326. */
export function jensenShannon(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const table = countTable(reference, current);
  let sum = 0;
  for (let level = 0; level < table.reference.length; level += 1) {
    const p = table.reference[level]! / table.referenceTotal;
    const q = table.current[level]! / table.currentTotal;
    const middle = (p + q) / 2;
    if (p > 0) sum += p * Math.log(p / middle);
    if (q > 0) sum += q * Math.log(q / middle);
  }
  return Math.sqrt(Math.max(0, sum / 2));
}
