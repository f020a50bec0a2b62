import { spreadEstimate, type Estimate } from './estimate.ts';

/** Count, mean and sum of squared distances from it: parts of the rows can be put together. */
export interface MeanParts {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
}

/** In the given order, with what the first pass lost by rounding taken off. */
export function meanParts(values: Float64Array): MeanParts {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = values.length === 0 ? 0 : sum / values.length;
  let [squares, off] = [0, 0];
  for (const value of values) {
    squares += (value - mean) * (value - mean);
    off += value - mean;
  }
  return { count: values.length, mean, squares: values.length === 0 ? 0 : Math.max(0, squares - (off * off) / values.length) };
}

/** Two parts as one (Chan, Golub and LeVeque 1979). */
export function joined(left: MeanParts, right: MeanParts): MeanParts {
  const count = left.count + right.count;
  if (left.count === 0) return right;
  if (right.count === 0) return left;
  const apart = right.mean - left.mean;
  return {
    count,
    mean: left.mean + apart * (right.count / count),
    squares: left.squares + right.squares + apart * apart * ((left.count * right.count) / count),
  };
}

/** Undefined for no rows. */
export function meanEstimate({ count, mean, squares }: MeanParts): Estimate | undefined {
  return count === 0 ? undefined : spreadEstimate(mean, count === 1 ? Number.NaN : Math.sqrt(squares / (count - 1) / count), count);
}
