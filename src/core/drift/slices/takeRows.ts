import { isLevelColumn, isNumberColumn, type Column } from '../../table/column.ts';
import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import type { RowUnits } from './rowUnits.ts';

/** The column's values in these rows. */
export function takeRows(column: Column, rows: Int32Array): Column {
  if (isNumberColumn(column)) return { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) };
  if (isLevelColumn(column)) return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) };
  return { ...column, rows: rows.length };
}

/** `most` of the rows, each set equally likely, in their order; all where there are no more. */
export function sampleRows(rows: Int32Array, most: number, random: RandomGenerator): Int32Array {
  if (rows.length <= most) return rows;
  const left = rows.slice();
  for (let at = 0; at < most; at += 1) {
    const other = at + random.integerBelow(left.length - at);
    [left[at], left[other]] = [left[other]!, left[at]!];
  }
  return left.subarray(0, most).sort();
}

export function takeUnits(units: RowUnits | undefined, rows: Int32Array): RowUnits | undefined {
  return units && { units: units.units, unitOf: Int32Array.from(rows, (row) => units.unitOf[row]!) };
}
