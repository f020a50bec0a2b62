import type { Outcome } from '../outcome.ts';
import type { ChampionComparison } from './comparison.ts';
import { metricOf } from '../scenarios/metricTable.ts';

/**
 * `better`: it must be shown. `not-worse`: the whole interval of the difference must lie above −margin (in the direction that is
 * better); a wider one is unknown, not passed, since no difference shown is not the same as none.
 */
export function requirementOutcome({ answer, interval, metric }: ChampionComparison, { require, margin }: { readonly require: 'better' | 'not-worse'; readonly margin: number }): Outcome {
  if (answer === 'unknown') return 'unknown';
  if (require === 'better') return answer === 'better' ? 'pass' : 'fail';
  if (interval === null) return 'unknown';
  const isUp = metricOf(metric).direction === 'maximize';
  const [low, high] = isUp ? [interval.low, interval.high] : [-interval.high, -interval.low];
  if (low > -margin) return 'pass';
  return high < -margin ? 'fail' : 'unknown';
}
