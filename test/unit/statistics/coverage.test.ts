import { describe, expect, it } from 'vitest';
import { cramersVInterval } from '../../../src/core/statistics/interval/cramersVInterval.ts';
import { ksBand, ksBandStrict } from '../../../src/core/statistics/interval/ksBand.ts';
import { newcombeInterval } from '../../../src/core/statistics/interval/newcombeInterval.ts';
import { wassersteinInterval } from '../../../src/core/statistics/interval/wassersteinInterval.ts';
import type { Interval } from '../../../src/core/statistics/interval/interval.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { normalTail } from '../../../src/core/statistics/special/normalTail.ts';
import { chiSquareTest } from '../../../src/core/statistics/tests/chiSquareTest.ts';
import { ksStatistic } from '../../../src/core/statistics/tests/ksStatistic.ts';

/** The share of rounds whose interval holds the truth. Seeds are fixed: the answer is the same in every run. */
function coverage(rounds: number, truth: number, interval: () => Interval): number {
  let held = 0;
  for (let round = 0; round < rounds; round += 1) {
    const { low, high } = interval();
    // What equals the truth but for a rounding holds it.
    if (low <= truth + 1e-12 && truth <= high + 1e-12) held += 1;
  }
  return held / rounds;
}

function normals(random: RandomGenerator, count: number, shift = 0, spread = 1): Float64Array {
  return Float64Array.from({ length: count }, () => shift + spread * random.normal()).sort();
}

describe('an interval at 95 % holds the truth in 93 to 97 % of samples', () => {
  it.each([
    [100, 100, 0.1, 0.1],
    [200, 150, 0.05, 0.15],
    [300, 300, 0.02, 0.02],
    [200, 200, 0.3, 0.4],
    [60, 60, 0.5, 0.5],
  ])('difference of shares: %i and %i values, %f and %f', (n, m, p, q) => {
    const random = new RandomGenerator('a1');
    const hits = (of: number, share: number) => {
      let count = 0;
      for (let at = 0; at < of; at += 1) if (random.uniform() < share) count += 1;
      return { hits: count, of };
    };
    const held = coverage(2_000, q - p, () => newcombeInterval(hits(n, p), hits(m, q)));
    expect(held).toBeGreaterThan(0.93);
    expect(held).toBeLessThan(0.97);
  });

  it.each([
    [500, 4, 0.1],
    [300, 4, 0.3],
    [300, 10, 0.15],
  ])('Cramér’s V: %i values each, %i levels, V %f', (each, levels, v) => {
    const held = coverage(700, v, tablesOf(each, levels, v));
    expect(held).toBeGreaterThan(0.93);
    expect(held).toBeLessThan(0.97);
  });

  it('Cramér’s V at no effect: from one side only, so 97.5 %', () => {
    const held = coverage(700, 0, tablesOf(200, 6, 0));
    expect(held).toBeGreaterThan(0.96);
    expect(held).toBeLessThan(0.99);
  });

  /** Levels of equal size that gain or lose in turn: their V is exactly v. */
  function tablesOf(each: number, levels: number, v: number): () => Interval {
    const random = new RandomGenerator('b2');
    const row = (sign: number) => {
      const counts = Array.from({ length: levels }, () => 0);
      for (let count = 0; count < each; ) {
        const level = random.integerBelow(levels);
        if (random.uniform() * (1 + v) >= 1 + (level % 2 === 0 ? sign : -sign) * v) continue;
        counts[level] = counts[level]! + 1;
        count += 1;
      }
      return counts;
    };
    return () => cramersVInterval(chiSquareTest(row(1), row(-1)).statistic, levels, 2 * each);
  }
});

describe('a conservative interval at 95 % holds the truth in at least 93 % of samples', () => {
  it.each([
    [100, 100, 0, 1],
    [50, 300, 0, 1],
    [200, 200, 0, 3],
    [60, 400, 1, 0.5],
  ])('Kolmogorov-Smirnov D: %i and %i values, shift %f, spread %f', (n, m, shift, spread) => {
    const random = new RandomGenerator('c3');
    const truth = largestDifference(shift, spread);
    const samples = Array.from({ length: 800 }, () => ksStatistic(normals(random, n), normals(random, m, shift, spread)));
    const held = (interval: typeof ksBand) => {
      let at = 0;
      return coverage(samples.length, truth, () => interval(samples[at++]!, n, m));
    };
    expect(held(ksBand)).toBeGreaterThan(0.93);
    expect(held(ksBandStrict)).toBeGreaterThanOrEqual(held(ksBand));
  });

  it.each([
    [100, 100, 0],
    [60, 200, 0.4],
  ])('Wasserstein distance: %i and %i values, shift %f', (n, m, shift) => {
    const random = new RandomGenerator('d4');
    // Few samples: a miss or two more than expected must not fail. With less rounds the interval itself would be rough.
    const held = coverage(200, shift, () => wassersteinInterval(normals(random, n), normals(random, m, shift), random, { rounds: 150 }));
    expect(held).toBeGreaterThan(0.91);
  });

  function largestDifference(shift: number, spread: number): number {
    let largest = 0;
    for (let x = -12; x < 12; x += 0.01) largest = Math.max(largest, Math.abs(normalTail(x) - normalTail((x - shift) / spread)));
    return largest;
  }
});
