import { describe, expect, it } from 'vitest';
import { binCounts, quantileBins } from '../../../src/core/statistics/distance/quantileBins.ts';
import { scaledWasserstein } from '../../../src/core/statistics/distance/scaledWasserstein.ts';
import { stabilityIndex } from '../../../src/core/statistics/distance/stabilityIndex.ts';
import { wassersteinInterval } from '../../../src/core/statistics/interval/wassersteinInterval.ts';
import { detectableShift } from '../../../src/core/statistics/power/detectableShift.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { ksPValue } from '../../../src/core/statistics/tests/ksPValue.ts';
import { ksStatistic } from '../../../src/core/statistics/tests/ksStatistic.ts';

const rising = (count: number, from = 0) => Float64Array.from({ length: count }, (_, at) => from + at);

describe('two samples', () => {
  it('that are equal differ in nothing: 0 and p = 1', () => {
    const values = Float64Array.of(-1, 0, 0, 0, 2.5);
    expect(ksStatistic(values, values)).toBe(0);
    expect(ksPValue(0, 5, 5)).toBe(1);
    expect(scaledWasserstein(values, values, 'deviation')).toBe(0);
    const counts = binCounts(values, quantileBins(values));
    expect(stabilityIndex(counts, counts)).toMatchObject({ index: 0, p: 1 });
  });

  it('that do not overlap differ wholly, infinite values included', () => {
    expect(ksStatistic(rising(3), rising(7, 10))).toBe(1);
    expect(ksStatistic(rising(7, 10), rising(3))).toBe(1);
    expect(ksStatistic(Float64Array.of(-Infinity, 1), Float64Array.of(2, Infinity))).toBe(1);
    expect(scaledWasserstein(Float64Array.of(3, 3), Float64Array.of(4), 'quartiles')).toBe(Infinity);
  });

  it('of which one is empty are refused in words', () => {
    const none = new Float64Array(0);
    for (const compare of [ksStatistic, (x: Float64Array, y: Float64Array) => scaledWasserstein(x, y, 'deviation')]) {
      expect(() => compare(none, rising(1))).toThrow(/holds no values/);
      expect(() => compare(rising(1), none)).toThrow(/holds no values/);
    }
  });

  it.each([
    [10_000, 10_000],
    [9_999, 10_000],
    [10_000, 9_973],
  ])('of %i and %i values get their exact p in time, whatever the distance', (n, m) => {
    const startedMs = performance.now();
    expect(ksPValue(1, n, m)).toBe(0);
    expect(ksPValue(0.02, n, m)).toBeCloseTo(0.0365, 2);
    expect(ksPValue(0.25, n, m)).toBeGreaterThan(0);
    // Three of them; one takes under a second on a machine that does nothing else.
    expect(performance.now() - startedMs).toBeLessThan(4_000);
  });

  it('p falls as the distance grows, across the sizes where the way to it changes', () => {
    for (const [n, m] of [[40, 40], [40, 41], [10_000, 10_000], [10_001, 10_000]] as const) {
      const ps = [0.01, 0.1, 0.25, 0.5].map((statistic) => ksPValue(statistic, n, m));
      expect([...ps].sort((left, right) => right - left)).toEqual(ps);
    }
    expect(ksPValue(0.02, 10_001, 10_000) / ksPValue(0.02, 10_000, 9_999)).toBeCloseTo(1, 1);
  });
});

describe('quantile bins', () => {
  it('hold equal parts, with one more at either end', () => {
    const edges = quantileBins(rising(100));
    expect(binCounts(rising(100), edges)).toEqual([0, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 0]);
    expect(binCounts(Float64Array.of(-5, -4, 50, 1_000), edges)).toEqual([2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
  });

  it('give a spike a bin of its own, and its quantiles one edge', () => {
    const inflated = Float64Array.from([...rising(60).fill(0), ...rising(40, 1)]).sort();
    const edges = quantileBins(inflated);
    const [below, spike, ...rest] = binCounts(inflated, edges);
    expect([below, spike]).toEqual([0, 60]);
    expect(rest.slice(0, -1).every((count) => count > 0)).toBe(true);
    // The spike moves a little: all of it is seen.
    const moved = inflated.map((value) => (value === 0 ? 0.5 : value));
    expect(binCounts(moved, edges).slice(0, 2)).toEqual([0, 0]);
  });

  it('of one value are below it, at it and above it', () => {
    const edges = quantileBins(Float64Array.of(7, 7, 7));
    expect(binCounts(Float64Array.of(6, 7, 7, 8, 9), edges)).toEqual([1, 2, 2]);
  });

  it('under one law make the index about its null mean and its p below 0.05 in one of twenty', () => {
    const random = new RandomGenerator('e5');
    const normals = () => Float64Array.from({ length: 400 }, () => random.normal()).sort();
    const found = Array.from({ length: 500 }, () => {
      const reference = normals();
      const edges = quantileBins(reference);
      return stabilityIndex(binCounts(reference, edges), binCounts(normals(), edges));
    });
    const mean = (of: (one: (typeof found)[number]) => number) => found.reduce((sum, one) => sum + of(one), 0) / found.length;
    expect(mean(({ index, nullMean }) => index / nullMean)).toBeCloseTo(1, 0);
    expect(mean(({ p }) => (p < 0.05 ? 1 : 0))).toBeLessThan(0.08);
    expect(mean(({ p }) => (p < 0.05 ? 1 : 0))).toBeGreaterThan(0.02);
  });
});

describe('what depends on chance or sizes', () => {
  it('an interval is the same for the same seed, to the last bit', () => {
    const interval = () => wassersteinInterval(rising(200), rising(300, 5), new RandomGenerator('f6'));
    expect(interval()).toEqual(interval());
  });

  it('the smallest shift that is found falls with the sizes, and is found in about 80 %', () => {
    const random = new RandomGenerator('a7');
    expect(detectableShift(2, 2)).toBeUndefined();
    expect(detectableShift(1_000, 1_000)!).toBeLessThan(detectableShift(100, 100)!);
    const shift = detectableShift(80, 120)!;
    const values = (count: number, by: number) => Float64Array.from({ length: count }, () => by + random.normal()).sort();
    let found = 0;
    for (let round = 0; round < 1_000; round += 1) if (ksPValue(ksStatistic(values(80, 0), values(120, shift)), 80, 120) < 0.05) found += 1;
    expect(found / 1_000).toBeGreaterThan(0.75);
    expect(found / 1_000).toBeLessThan(0.85);
  });
});
