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
  const first = bridge(reference, grid);
  const second = bridge(current, grid);
  for (let round = 0; round < rounds; round += 1) {
    first.draw(random);
    second.draw(random);
    let norm = 0;
    let last = 0;
    for (let at = 0; at < grid.length; at += 1) {
      const here = Math.abs(first.values[at]! - second.values[at]!);
      if (at > 0) norm += ((here + last) / 2) * (grid[at]! - grid[at - 1]!);
      last = here;
    }
    norms[round] = norm;
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

/** Draws of √size⁻¹ times a Brownian bridge at the sample's shares up to each point of the grid. */
function bridge(sorted: Float64Array, grid: Float64Array): { readonly values: Float64Array; draw(random: RandomGenerator): void } {
  const size = sorted.length;
  const shares = Float64Array.from(grid, (at) => countUpTo(sorted, at) / size);
  const steps = shares.map((share, at) => Math.sqrt((share - (at === 0 ? 0 : shares[at - 1]!)) / size));
  const values = new Float64Array(grid.length);
  const draws = new Float64Array(steps.reduce((count, step) => (step > 0 ? count + 1 : count), 0));
  const { length } = values;
  return {
    values,
    draw: (random) => {
      random.normals(draws);
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
    },
  };
}
