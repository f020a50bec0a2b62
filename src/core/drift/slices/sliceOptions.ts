import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import type { RowUnits } from './rowUnits.ts';

export interface SliceOptions {
  /** Seeded by a digest of what is searched, so that the same data gets the same answer. */
  readonly random: RandomGenerator;
  /** The chance that anything is flagged where nothing is to be found. Default 0.05. */
  readonly alpha?: number;
  /** Default 999. */
  readonly permutations?: number;
  /** Rows that a slice needs on each side. Default 50. */
  readonly least?: number;
  /** Most frequent levels of a column that are segments of their own, at most 200. Default 10. */
  readonly levels?: number;
  /** Quantile bins of a numeric column, at most 100. Default 5. */
  readonly bins?: number;
  /** Slices that are looked at. Default 10,000. */
  readonly mostSlices?: number;
  /** Rows of a side that are looked at, drawn at random where there are more. Default 100,000. */
  readonly mostRows?: number;
  /** Slices that are told. Default 20. */
  readonly listed?: number;
  /** Which slices are told: those where the outcome (or share) is higher, lower, or both. */
  readonly direction?: 'higher' | 'lower' | 'both';
  /** Rows that depend on each other; without them rows are taken as independent. */
  readonly units?: RowUnits | undefined;
  /** Called after every permutation with the number of those done; what it throws ends the search. */
  readonly progress?: (done: number) => void;
}

export const defaults = {
  alpha: 0.05,
  permutations: 999,
  least: 50,
  levels: 10,
  bins: 5,
  mostSlices: 10_000,
  mostRows: 100_000,
  listed: 20,
} as const;
