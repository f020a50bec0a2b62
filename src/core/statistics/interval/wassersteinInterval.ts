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
  const gap = new BridgeGap(reference, current, grid);
  const norms = new Float64Array(rounds);
  for (let round = 0; round < rounds; round += 1) norms[round] = gap.drawNorm(random);
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

/**
 * Draws of F̂ − F less Ĝ − G: of two independent Brownian bridges, each by the square root of its sample's size, at the shares of that
 * sample up to each point of the grid. A bridge is a random walk, less the share of where it ends. Only the difference of the two
 * walks is drawn; where the first of them ends is drawn given that difference, which halves the draws.
 */
class BridgeGap {
  readonly #grid: Float64Array;
  readonly #shares: readonly [Float64Array, Float64Array];
  /** Of the difference of the walks, at each point: the standard deviation, and the first walk's part of the variance. */
  readonly #steps: Float64Array;
  readonly #parts: Float64Array;
  /** The standard deviation of where the first walk ends, given the difference. */
  readonly #rest: number;
  readonly #draws: Float64Array;

  constructor(reference: Float64Array, current: Float64Array, grid: Float64Array) {
    this.#grid = grid;
    const [first, second] = [sharesOf(reference, grid), sharesOf(current, grid)];
    this.#shares = [first, second];
    const variance = (shares: Float64Array, size: number) => shares.map((share, at) => (share - (at === 0 ? 0 : shares[at - 1]!)) / size);
    const [ofFirst, ofSecond] = [variance(first, reference.length), variance(second, current.length)];
    const both = ofFirst.map((one, at) => one + ofSecond[at]!);
    this.#steps = both.map(Math.sqrt);
    this.#parts = both.map((sum, at) => (sum > 0 ? ofFirst[at]! / sum : 0));
    this.#rest = Math.sqrt(ofSecond.reduce((sum, one, at) => sum + this.#parts[at]! * one, 0));
    this.#draws = new Float64Array(grid.length + 1);
  }

  /** The integral of the absolute gap, a line between two points. */
  drawNorm(random: RandomGenerator): number {
    random.normals(this.#draws);
    const [grid, draws, steps, parts, [first, second]] = [this.#grid, this.#draws, this.#steps, this.#parts, this.#shares];
    const { length } = grid;
    let walk = 0;
    let ofFirst = 0;
    for (let at = 0; at < length; at += 1) {
      const moved = steps[at]! * draws[at]!;
      walk += moved;
      ofFirst += parts[at]! * moved;
    }
    const firstEnd = ofFirst + this.#rest * draws[length]!;
    const secondEnd = firstEnd - walk;
    let norm = 0;
    let last = 0;
    walk = 0;
    for (let at = 0; at < length; at += 1) {
      walk += steps[at]! * draws[at]!;
      const here = Math.abs(walk - first[at]! * firstEnd + second[at]! * secondEnd);
      if (at > 0) norm += ((here + last) / 2) * (grid[at]! - grid[at - 1]!);
      last = here;
    }
    return norm;
  }
}

/** Of the values up to each point. */
function sharesOf(sorted: Float64Array, grid: Float64Array): Float64Array {
  return grid.map((at) => countUpTo(sorted, at) / sorted.length);
}
