import { sortNumbers } from '../../statistics/sample/sortNumbers.ts';
import type { NumberColumn } from '../../table/column.ts';

/** The numbers of one side of a column. */
export interface NumericSide {
  /** Finite, ascending, in the column's unit divided by `unit` of the pair. */
  readonly sorted: Float64Array;
  readonly rows: number;
  readonly missing: number;
  /** Taken out: no distance to them can be told. */
  readonly infinite: number;
}

export interface NumericPair {
  readonly reference: NumericSide;
  readonly current: NumericSide;
  /** A power of two by which values were divided, so that squares of huge or tiny ones stay numbers; mostly 1. */
  readonly unit: number;
}

export function numericPair(reference: NumberColumn, current: NumberColumn): NumericPair {
  const unit = unitOf(reference.values, current.values);
  return { reference: side(reference.values, unit), current: side(current.values, unit), unit };
}

function side(values: Float64Array, unit: number): NumericSide {
  const sorted = new Float64Array(values.length);
  let kept = 0;
  let missing = 0;
  // By an index: `for … of` takes several times as long, and these may be millions.
  const { length } = values;
  for (let at = 0; at < length; at += 1) {
    const value = values[at]!;
    if (value - value === 0) {
      // + 0: a negative zero is a zero.
      sorted[kept] = value / unit + 0;
      kept += 1;
    } else if (Number.isNaN(value)) missing += 1;
  }
  return { sorted: sortNumbers(sorted.subarray(0, kept)), rows: values.length, missing, infinite: values.length - kept - missing };
}

function unitOf(...sides: readonly Float64Array[]): number {
  let largest = 0;
  for (const values of sides) largest = Math.max(largest, largestSize(values));
  if (largest === 0 || (largest < 1e100 && largest > 1e-100)) return 1;
  return 2 ** Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest))));
}

function largestSize(values: Float64Array): number {
  let largest = 0;
  const { length } = values;
  for (let at = 0; at < length; at += 1) {
    const value = values[at]!;
    if (value > largest && value < Number.POSITIVE_INFINITY) largest = value;
    else if (-value > largest && value > Number.NEGATIVE_INFINITY) largest = -value;
  }
  return largest;
}
