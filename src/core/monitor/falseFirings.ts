import type { Interval } from '../statistics/interval/interval.ts';
import { chiSquareTail } from '../statistics/special/chiSquareTail.ts';
import { increasingRoot } from '../statistics/special/increasingRoot.ts';

export interface FalseFirings {
  /** Expected a year. */
  readonly perYear: number;
  /** 95 %, of `perYear`. */
  readonly interval: Interval;
  readonly rounds: number;
  readonly firings: number;
}

/**
 * What a rule would fire a year though nothing changed, from `firings` in `rounds` permuted histories of `years` each, with
 * the exact interval of a Poisson count (Garwood 1936).
 */
export function falseFirings(firings: number, rounds: number, years: number): FalseFirings {
  const scale = 1 / (rounds * years);
  return {
    perYear: firings * scale,
    interval: { low: (firings === 0 ? 0 : countWithTail(2 * firings, 0.975)) * scale, high: countWithTail(2 * firings + 2, 0.025) * scale },
    rounds,
    firings,
  };
}

/** Half the value of a chi-square law of `degrees` with this upper tail. */
function countWithTail(degrees: number, tail: number): number {
  return increasingRoot((x) => tail - chiSquareTail(x, degrees), 0, degrees + 40 * Math.sqrt(2 * degrees) + 50) / 2;
}
