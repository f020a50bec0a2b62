import { wilsonInterval } from '../../../src/core/statistics/interval/wilsonInterval.ts';

/** A simulated share with its own sampling error. */
export interface SimulatedShare {
  readonly hits: number;
  readonly of: number;
  readonly words: string;
  /** Ends of a 99.9 % interval: what lies beyond is not this simulation's chance. */
  readonly low: number;
  readonly high: number;
}

export function simulatedShare(hits: number, of: number): SimulatedShare {
  const share = hits / of;
  const error = Math.sqrt((share * (1 - share)) / of);
  const { low, high } = wilsonInterval(hits, of, 0.998);
  return { hits, of, low, high, words: `${(100 * share).toFixed(1)} % of ${of} (standard error ${(100 * error).toFixed(1)} %)` };
}
