import { sortNumbers } from '../../statistics/sample/sortNumbers.ts';
import type { NumberColumn } from '../../table/column.ts';
import { inBlocks } from '../grid/blocks.ts';

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
  inBlocks(values, (block) => {
    kept = keep(block, unit, sorted, kept);
    missing += nansIn(block);
  });
  return { sorted: sortNumbers(sorted.subarray(0, kept)), rows: values.length, missing, infinite: values.length - kept - missing };
}

/** Finite values, from `start` on; answers where they end. */
function keep(values: Float64Array, unit: number, into: Float64Array, start: number): number {
  let kept = start;
  const { length } = values;
  for (let at = 0; at < length; at += 1) {
    const value = values[at]!;
    // + 0: a negative zero is a zero. What is not finite is written over.
    into[kept] = value / unit + 0;
    if (value - value === 0) kept += 1;
  }
  return kept;
}

function nansIn(values: Float64Array): number {
  let count = 0;
  const { length } = values;
  for (let at = 0; at < length; at += 1) if (Number.isNaN(values[at]!)) count += 1;
  return count;
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
