import { chiSquareTail } from '../special/chiSquareTail.ts';
import { countTable } from './countTable.ts';
import type { TableTest } from './tableTest.ts';

/**
 * Pearson's test that two rows of counts come from one law: both rows are samples, none is taken as exact. No continuity
 * correction. One level gives 0 at 0 degrees, p = 1. Throws `invalid` as `countTable` does.
 */
export function chiSquareTest(reference: ArrayLike<number>, current: ArrayLike<number>): TableTest {
  const table = countTable(reference, current);
  const total = table.referenceTotal + table.currentTotal;
  let statistic = 0;
  for (let level = 0; level < table.reference.length; level += 1) {
    const pooled = table.reference[level]! + table.current[level]!;
    // Both cells of a level are equally far from what is expected.
    const expected = (pooled / total) * table.referenceTotal;
    const off = table.reference[level]! - expected;
    statistic += (off / expected) * off + (off / (pooled - expected)) * off;
  }
  const degrees = table.reference.length - 1;
  if (degrees === 0) statistic = 0;
  return { statistic, degrees, p: chiSquareTail(statistic, degrees) };
}
