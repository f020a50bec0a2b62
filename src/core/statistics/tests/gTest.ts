import { chiSquareTail } from '../special/chiSquareTail.ts';
import { deviance } from '../special/deviance.ts';
import { countTable } from './countTable.ts';
import type { TableTest } from './tableTest.ts';

/** The likelihood-ratio test of the same question as `chiSquareTest`: 2 Σ observed ln(observed / expected). */
export function gTest(reference: ArrayLike<number>, current: ArrayLike<number>): TableTest {
  const table = countTable(reference, current);
  const total = table.referenceTotal + table.currentTotal;
  let statistic = 0;
  for (let level = 0; level < table.reference.length; level += 1) {
    const pooled = table.reference[level]! + table.current[level]!;
    // Observed less expected sums to 0 over each row: added to each term it makes every term positive.
    statistic += deviance(table.reference[level]!, (pooled / total) * table.referenceTotal);
    statistic += deviance(table.current[level]!, (pooled / total) * table.currentTotal);
  }
  const degrees = table.reference.length - 1;
  statistic = degrees === 0 ? 0 : 2 * statistic;
  return { statistic, degrees, p: chiSquareTail(statistic, degrees) };
}
