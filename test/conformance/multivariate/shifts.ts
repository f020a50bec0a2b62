import type { Column } from '../../../src/core/table/column.ts';
import { levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';
import type { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';

/**
 * Kinds of change between two sides. In all but the first three the law of each column alone stays as it is, or nearly:
 * that is what a multivariate test is for.
 */
export const shifts = [
  'nothing',
  'mean',
  'spread',
  'correlation',
  'rotation',
  'commonFactor',
  'brokenCorrelation',
  'columnLeavesFactor',
  'jointCategories',
  'categoryAndNumber',
  'nullPattern',
  'nullsWithValue',
] as const;
export type Shift = (typeof shifts)[number];

/** Eight columns: five numbers, a heavy-tailed count, two categories; nulls in two of the numbers. */
export function sideOf(rows: number, shift: Shift, isCurrent: boolean, random: RandomGenerator): Column[] {
  const has = (kind: Shift) => isCurrent && shift === kind;
  const numbers: Array<Array<number | null>> = [[], [], [], [], [], []];
  const categories: string[][] = [[], []];
  for (let row = 0; row < rows; row += 1) {
    const z = Array.from({ length: 5 }, () => random.normal());
    if (has('mean')) z[0]! += 0.25;
    if (has('spread')) z[2]! *= 1.25;
    if (has('correlation')) z[1] = mixed(z[0]!, z[1]!, 0.4);
    if (shift === 'rotation') z[1] = mixed(z[0]!, z[1]!, isCurrent ? -0.2 : 0.2);
    if (shift === 'brokenCorrelation' && !isCurrent) z[4] = mixed(z[3]!, z[4]!, 0.5);
    if (shift === 'columnLeavesFactor') {
      const factor = random.normal();
      for (let at = 0; at < (isCurrent ? 4 : 5); at += 1) z[at] = mixed(factor, z[at]!, 0.7);
    }
    if (has('commonFactor')) {
      const factor = random.normal();
      for (let at = 0; at < 5; at += 1) z[at] = mixed(factor, z[at]!, 0.4);
    }
    const first = random.integerBelow(4);
    let second = random.integerBelow(4);
    if (has('jointCategories') && random.uniform() < 0.25) second = first;
    if (has('categoryAndNumber')) z[3]! += first < 2 ? 0.3 : -0.3;
    const nulls = [random.uniform() < 0.15, random.uniform() < 0.15];
    if (has('nullPattern') && random.uniform() < 0.6) nulls[1] = nulls[0]!;
    if (has('nullsWithValue')) nulls[0] = random.uniform() < (z[1]! > 0 ? 0.25 : 0.05);
    z.forEach((value, at) => numbers[at]!.push(at > 2 && nulls[at - 3] === true ? null : value));
    numbers[5]!.push(Math.floor(Math.exp(random.normal())));
    categories[0]!.push(`a${first}`);
    categories[1]!.push(`b${second}`);
  }
  return [...numbers.map((values, at) => numberColumn(`x${at}`, values)), ...categories.map((values, at) => levelColumn(`c${at}`, values))];
}

function mixed(shared: number, own: number, correlation: number): number {
  return correlation * shared + Math.sqrt(1 - correlation * correlation) * own;
}
