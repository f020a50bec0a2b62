import type { Interval } from '../../statistics/interval/interval.ts';
import { wilsonInterval } from '../../statistics/interval/wilsonInterval.ts';
import { normalQuantile } from '../../statistics/special/normalQuantile.ts';
import { studentFromNormal } from './studentFromNormal.ts';

/** A measured value of some rows with what is known of its error. */
export interface Estimate {
  readonly value: number;
  /** Rows it rests on, > 0. */
  readonly of: number;
  /** How many of them, where the value is a share; null for everything else. */
  readonly hits: number | null;
  /** Standard error; NaN for one row. */
  readonly error: number;
  /** Degrees of freedom of the error. */
  readonly degrees: number;
  /** Where the true value lies with this confidence; infinite where one row says nothing of the spread. */
  bounds(level: number): Interval;
}

/** A share, with Wilson's interval. Undefined for no rows. */
export function shareEstimate(hits: number, of: number): Estimate | undefined {
  if (of === 0) return undefined;
  const value = hits / of;
  return { value, of, hits, error: Math.sqrt((value * (1 - value)) / of), degrees: of - 1, bounds: (level) => wilsonInterval(hits, of, level) };
}

/**
 * A value whose error is known from the rows, with Student's interval. `scale` log and logit: the interval is made there,
 * because the value cannot leave (0, ∞) and (0, 1); where it is at their end, on its own scale.
 */
export function spreadEstimate(value: number, error: number, of: number, scale: 'linear' | 'log' | 'logit' = 'linear'): Estimate {
  const degrees = of - 1;
  const isInside = value > 0 && (scale === 'log' || value < 1);
  return {
    value,
    of,
    hits: null,
    error,
    degrees,
    bounds: (level) => {
      const reach = studentReach(level, degrees) * error;
      if (Number.isNaN(reach)) return scale === 'linear' ? { low: -Infinity, high: Infinity } : { low: 0, high: scale === 'log' ? Infinity : 1 };
      if (scale === 'linear' || !isInside) return { low: value - reach, high: value + reach };
      if (scale === 'log') return { low: value * Math.exp(-reach / value), high: value * Math.exp(reach / value) };
      const step = reach / (value * (1 - value));
      const at = Math.log(value / (1 - value));
      return { low: 1 / (1 + Math.exp(step - at)), high: 1 / (1 + Math.exp(-step - at)) };
    },
  };
}

/** How many standard errors an interval reaches to either side; NaN below one degree of freedom. */
export function studentReach(level: number, degrees: number): number {
  return degrees < 1 ? Number.NaN : studentFromNormal(-normalQuantile((1 - level) / 2), degrees);
}
