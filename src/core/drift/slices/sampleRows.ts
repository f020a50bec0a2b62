import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import type { RowUnits } from './rowUnits.ts';

/** `most` of the rows, each set equally likely, in their order; all where there are no more. */
export function sampleRows(rows: Int32Array, most: number, random: RandomGenerator): Int32Array {
  if (rows.length <= most) return rows;
  const left = rows.slice();
  for (let at = 0; at < most; at += 1) {
    const other = at + random.integerBelow(left.length - at);
    [left[at], left[other]] = [left[other]!, left[at]!];
  }
  // A copy: a part would keep all of it.
  return left.slice(0, most).sort();
}

export function takeUnits(units: RowUnits | undefined, rows: Int32Array): RowUnits | undefined {
  return units && { units: units.units, unitOf: Int32Array.from(rows, (row) => units.unitOf[row]!) };
}
