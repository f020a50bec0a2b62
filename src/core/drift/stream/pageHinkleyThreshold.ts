import { increasingRoot } from '../../statistics/special/increasingRoot.ts';
import { needSetting } from './streamDetector.ts';

export interface PageHinkleyScale {
  /** Standard deviation of the values while nothing changes, in their unit: √(p(1 − p)) for errors of rate p. Above 0. */
  readonly deviation: number;
  /** The detector's `delta`, in the same unit. Above 0; default 0.005. */
  readonly delta?: number;
  /** One false alarm in about so many rows. Default 10,000. */
  readonly rowsPerFalseAlarm?: number;
  /** Default both, which has false alarms from two sides. */
  readonly mode?: 'up' | 'down' | 'both';
}

/** Overshoot of a barrier by a random walk, in deviations of a step, on both ends together (Siegmund 1985). */
const overshoot = 1.166;

/**
 * The threshold of Page-Hinkley, in units of the input, at which values that do not change give one false alarm in about
 * `rowsPerFalseAlarm`: from the mean first passage σ²/2δ² · (e^y − 1 − y), y = 2δh/σ², of a reflected Brownian motion, with
 * Siegmund's correction for steps. An order of magnitude, no promise: the forgetting of old values is left out.
 */
export function pageHinkleyThreshold({ deviation, delta = 0.005, rowsPerFalseAlarm = 10_000, mode = 'both' }: PageHinkleyScale): number {
  needSetting(deviation > 0 && delta > 0 && rowsPerFalseAlarm >= 1, 'deviation > 0, delta > 0, rowsPerFalseAlarm ≥ 1');
  const rows = (mode === 'both' ? 2 : 1) * rowsPerFalseAlarm;
  const ratio = deviation / delta;
  const y = increasingRoot((at) => ((ratio * ratio) / 2) * (Math.expm1(at) - at) - rows, 0, 700);
  return Math.max(delta, (y * deviation * ratio) / 2 - overshoot * deviation);
}

/**
 * What to tell a person who watches errors of rate `errorRate` (0 to 1) with this threshold: after how many rows it sees a
 * rise to twice the rate, and the threshold that fits. Null where the rate is 0 or 1 and nothing can be scaled by it.
 */
export function pageHinkleyNote(errorRate: number, { threshold = 50, delta = 0.005 }: { readonly threshold?: number; readonly delta?: number } = {}): string | null {
  if (!(errorRate > 0 && errorRate < 1)) return null;
  const fitting = pageHinkleyThreshold({ deviation: Math.sqrt(errorRate * (1 - errorRate)), delta });
  const gain = Math.min(errorRate, 1 - errorRate) - delta;
  const share = (value: number) => `${Number((100 * value).toPrecision(2))} %`;
  const slow = gain > 0 ? `needs at least ${Math.ceil(threshold / gain).toLocaleString('en')} rows to see errors rise from ${share(errorRate)} to ${share(errorRate + gain + delta)}` : `lets every rise from ${share(errorRate)} that is possible pass, for delta is as large`;
  return `Page-Hinkley’s threshold is in units of the input: for errors of 0 and 1 a threshold of ${threshold} ${slow}. About ${fitting.toPrecision(2)} gives one false alarm in some 10,000 rows.`;
}
