import { needValues } from '../sample/needValues.ts';

export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Divided by the count: of the values themselves, not of a law they come from. */
  readonly variance: number;
}

/** Mean and variance of finite values, in two passes in the given order. Throws `invalid` for none. */
export function moments(values: Float64Array): Moments {
  needValues(values);
  const count = values.length;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / count;
  let squares = 0;
  // What the first pass lost by rounding: it would come back squared.
  let off = 0;
  for (const value of values) {
    squares += (value - mean) * (value - mean);
    off += value - mean;
  }
  return { count, mean, variance: Math.max(0, (squares - (off * off) / count) / count) };
}
