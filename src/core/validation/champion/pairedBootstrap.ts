import { fail } from '../../base/fault.ts';
import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import { quantile } from '../../statistics/summary/quantile.ts';

/** A metric of both models on some rows (with repeats); NaN where these rows do not define it. */
export type PairedMetric = (rows: Int32Array) => { readonly candidate: number; readonly champion: number };

export interface BootstrapComparison {
  readonly candidate: number;
  readonly champion: number;
  readonly difference: number;
  /** Null where too many resamples do not define the metric. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Two-sided; null as the interval. */
  readonly pValue: number | null;
  readonly rounds: number;
  /** Resamples that did not define the metric. */
  readonly undefinedRounds: number;
}

export interface BootstrapOptions {
  readonly level?: number;
  readonly rounds?: number;
  /** Awaited between pieces of work, so that a host stays alive and a cancel is heard. */
  readonly pause?: () => Promise<void>;
}

/** Of the resamples; more than this undefined, and the rest says nothing of what was asked. */
const mostUndefined = 0.05;
const rowsAtOnce = 200_000;

/**
 * The difference of a metric between two fixed models on the same rows, by resampling rows, the same for both. The resampled
 * differences are widened by √(n/(n−1)) around the difference, without which few rows look surer than they are. Throws `invalid`
 * for less than two rows. Depends on the state of `random`.
 */
export async function pairedBootstrap(rows: number, metric: PairedMetric, random: RandomGenerator, options: BootstrapOptions = {}): Promise<BootstrapComparison> {
  const { level = 0.95, rounds = 1_999, pause } = options;
  if (rows < 2) throw fail('invalid', 'Two models are compared on at least two rows.', { hint: 'Use a larger hold-out.' });
  const whole = metric(Int32Array.from({ length: rows }, (_, row) => row));
  const difference = whole.candidate - whole.champion;
  const widen = Math.sqrt(rows / (rows - 1));
  const drawn = new Int32Array(rows);
  const differences = new Float64Array(rounds);
  let defined = 0;
  let since = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (let at = 0; at < rows; at += 1) drawn[at] = random.integerBelow(rows);
    const { candidate, champion } = metric(drawn);
    const value = candidate - champion;
    if (!Number.isNaN(value)) differences[defined++] = difference + (value - difference) * widen;
    since += rows;
    if (pause && since >= rowsAtOnce) {
      since = 0;
      await pause();
    }
  }
  const result = { candidate: whole.candidate, champion: whole.champion, difference, rounds, undefinedRounds: rounds - defined };
  if (Number.isNaN(difference) || rounds - defined > mostUndefined * rounds) return { ...result, interval: null, pValue: null };
  const sorted = differences.subarray(0, defined).sort();
  const [low, high] = [quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2)];
  const upTo = sorted.filter((one) => one <= 0).length;
  const from = sorted.filter((one) => one >= 0).length;
  return { ...result, interval: { low, high }, pValue: Math.min(1, (2 * (1 + Math.min(upTo, from))) / (1 + defined)) };
}
