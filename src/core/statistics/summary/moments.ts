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
  // By an index: `for … of` takes several times as long.
  for (let at = 0; at < count; at += 1) sum += values[at]!;
  const mean = sum / count;
  let squares = 0;
  // What the first pass lost by rounding: it would come back squared.
  let off = 0;
  for (let at = 0; at < count; at += 1) {
    const value = values[at]!;
    squares += (value - mean) * (value - mean);
    off += value - mean;
  }
  return { count, mean, variance: Math.max(0, (squares - (off * off) / count) / count) };
}
