import { fail } from '../../base/fault.ts';
import { inTimeOrder } from './chunking.ts';

/** Columns of the same rows. */
interface Timed {
  /** Ms since the epoch (UTC), NaN = missing; null where there is no time column and the rows are in order. */
  readonly times: Float64Array | null;
}

/** A model that says yes or no. */
export interface BinaryColumns extends Timed {
  /** 1 = positive, 0 = not, −1 = the label has not come. */
  readonly truth: Int32Array;
  /** 1, 0, or −1 where the model said nothing. */
  readonly predicted: Int32Array;
  /** The model's own probability of being positive, 0 to 1, as it said it: never calibrated ones. NaN = missing; null where there is none. */
  readonly scores: Float64Array | null;
}

/** A model that names one of several classes, 0 and up; −1 as above. */
export interface MulticlassColumns extends Timed {
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
}

/** A model that says a number; NaN = missing. */
export interface RegressionColumns extends Timed {
  readonly truth: Float64Array;
  readonly predicted: Float64Array;
}

export type PerformanceColumns = BinaryColumns | MulticlassColumns | RegressionColumns;

/** The rows that have a time, in order of it; the same columns where there are no times. Throws `invalid` where columns differ in length. */
export function ordered<C extends PerformanceColumns>(columns: C): C {
  const rows = columns.truth.length;
  const all: Array<Int32Array | Float64Array | null> = Object.values(columns) as Array<Int32Array | Float64Array | null>;
  if (all.some((column) => column !== null && column.length !== rows)) throw fail('invalid', 'The columns of truth, prediction, score and time differ in length.');
  if (columns.times === null) return columns;
  const order = inTimeOrder(columns.times);
  return picked(columns, (column) => (column instanceof Float64Array ? Float64Array.from(order, (row) => column[row]!) : Int32Array.from(order, (row) => column[row]!)));
}

/** Neighbouring rows, `end` exclusive; nothing is copied. */
export function slice<C extends PerformanceColumns>(columns: C, start: number, end: number): C {
  return picked(columns, (column) => column.subarray(start, end));
}

function picked<C extends PerformanceColumns>(columns: C, pick: (column: Int32Array | Float64Array) => Int32Array | Float64Array): C {
  const parts = Object.entries(columns).map(([name, column]: [string, Int32Array | Float64Array | null]) => [name, column === null ? null : pick(column)]);
  return Object.fromEntries(parts) as C;
}
