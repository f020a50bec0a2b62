import { fail } from '../../base/fault.ts';

/**
 * Rows that only change places together: the rows of one cluster, or of one block of time. A unit per row, numbered from 0;
 * where two tables are compared, over the reference's rows and then the current's, and no unit has rows of both (rows of one
 * entity on both sides are two units).
 */
export interface RowUnits {
  readonly unitOf: Int32Array;
  readonly units: number;
}

/** Throws `invalid` where the units do not fit the rows, or one has rows on both sides of `split`. */
export function checkUnits({ unitOf, units }: RowUnits, rows: number, split: number): void {
  if (unitOf.length !== rows) throw fail('invalid', 'There is not one unit per row.');
  const sideOf = new Int8Array(units).fill(-1);
  unitOf.forEach((unit, row) => {
    if (!(unit >= 0 && unit < units)) throw fail('invalid', 'A row’s unit is not one of the units.');
    const side = row < split ? 0 : 1;
    if (sideOf[unit] === 1 - side) throw fail('invalid', 'A unit has rows on both sides.', { hint: 'Number the units of each side apart.' });
    sideOf[unit] = side;
  });
}
