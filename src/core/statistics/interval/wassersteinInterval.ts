import { wasserstein } from '../distance/wasserstein.ts';
import type { RandomGenerator } from '../random/randomGenerator.ts';
import { needValues } from '../sample/needValues.ts';
import { countUpTo } from '../sample/position.ts';
import { quantile } from '../summary/quantile.ts';
import type { Interval } from './interval.ts';

/**
 * An interval for the Wasserstein-1 distance of two laws, from ascending samples of finite values, in their unit. The
 * distance of the samples is off by at most ∫ |(F̂ − F) − (Ĝ − G)|, a norm, whose law is drawn from its Gaussian limit. So it
 * also holds at and near distance 0, where the bootstrap and subsampling of the distance itself do not (subsampling was
 * measured: 50 to 90 % instead of 95); far from 0 it is somewhat wide. Depends on the state of `random`. Rough below some 30
 * values; says nothing for laws without a mean. Throws `invalid` for an empty sample.
 */
export function wassersteinInterval(
  reference: Float64Array,
  current: Float64Array,
  random: RandomGenerator,
  { level = 0.95, rounds = 400 }: { readonly level?: number; readonly rounds?: number } = {},
): Interval {
  needValues(reference, current);
  const distance = wasserstein(reference, current);
  const grid = Float64Array.from(new Set([...landmarks(reference), ...landmarks(current)])).sort();
  const norms = new Float64Array(rounds).fill(0);
  const first = new Bridge(reference, grid);
  const second = new Bridge(current, grid);
  for (let round = 0; round < rounds; round += 1) {
    first.draw(random);
    second.draw(random);
    norms[round] = apart(first.values, second.values, grid);
  }
  const reach = quantile(norms.sort(), level);
  return { low: Math.max(0, distance - reach), high: distance + reach };
}

/** About 200 of the values: evenly by rank, and at the 1st, 2nd, 4th … from either end, where a heavy tail is long. */
function landmarks(sorted: Float64Array): number[] {
  const last = sorted.length - 1;
  const ranks = new Set<number>();
  for (let step = 0; step <= 150; step += 1) ranks.add(Math.round((step / 150) * last));
  for (let rank = 1; rank < last; rank *= 2) ranks.add(rank).add(last - rank);
  return Array.from(ranks, (rank) => sorted[rank]!);
}

/** The integral of the distance of two lines through these points. */
function apart(first: Float64Array, second: Float64Array, grid: Float64Array): number {
  let norm = 0;
  let last = 0;
  const { length } = grid;
  for (let at = 0; at < length; at += 1) {
    const here = Math.abs(first[at]! - second[at]!);
    if (at > 0) norm += ((here + last) / 2) * (grid[at]! - grid[at - 1]!);
    last = here;
  }
  return norm;
}

/** Draws of √size⁻¹ times a Brownian bridge at the sample's shares up to each point of the grid. */
class Bridge {
  readonly values: Float64Array;
  readonly #shares: Float64Array;
  readonly #steps: Float64Array;
  readonly #draws: Float64Array;

  constructor(sorted: Float64Array, grid: Float64Array) {
    const size = sorted.length;
    const shares = Float64Array.from(grid, (at) => countUpTo(sorted, at) / size);
    this.#shares = shares;
    this.#steps = shares.map((share, at) => Math.sqrt((share - (at === 0 ? 0 : shares[at - 1]!)) / size));
    this.#draws = new Float64Array(this.#steps.reduce((count, step) => (step > 0 ? count + 1 : count), 0));
    this.values = new Float64Array(grid.length);
  }

  draw(random: RandomGenerator): void {
    random.normals(this.#draws);
    const [shares, steps, draws, values] = [this.#shares, this.#steps, this.#draws, this.values];
    const { length } = values;
    let sum = 0;
    let drawn = 0;
    for (let at = 0; at < length; at += 1) {
      const step = steps[at]!;
      if (step > 0) {
        sum += step * draws[drawn]!;
        drawn += 1;
      }
      values[at] = sum;
    }
    for (let at = 0; at < length; at += 1) values[at] = values[at]! - shares[at]! * sum;
  }
}
