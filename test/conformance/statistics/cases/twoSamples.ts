import { binCounts, quantileBins } from '../../../../src/core/statistics/distance/quantileBins.ts';
import { scaledWasserstein } from '../../../../src/core/statistics/distance/scaledWasserstein.ts';
import { stabilityIndex } from '../../../../src/core/statistics/distance/stabilityIndex.ts';
import { wasserstein } from '../../../../src/core/statistics/distance/wasserstein.ts';
import type { RandomGenerator } from '../../../../src/core/statistics/random/randomGenerator.ts';
import { moments } from '../../../../src/core/statistics/summary/moments.ts';
import { quantile } from '../../../../src/core/statistics/summary/quantile.ts';
import { ksPValue } from '../../../../src/core/statistics/tests/ksPValue.ts';
import { ksStatistic } from '../../../../src/core/statistics/tests/ksStatistic.ts';
import type { Case } from '../oracle.ts';
import { sampleOf, shapes, sizeOf } from './samples.ts';

/** Numeric columns: every shape against itself, shifted and against another, in many sizes. */
export function twoSampleCases(random: RandomGenerator, each: number): Case[] {
  const cases: Case[] = [];
  const both = (x: Float64Array, y: Float64Array, about: string) => cases.push(...casesOf(x, y, about));
  for (const shape of shapes) {
    for (let round = 0; round < each; round += 1) {
      const [n, m] = [sizeOf(random, 400), round % 3 === 0 ? sizeOf(random, 400) : 0];
      const shift = [0, 0.3, 1e3][round % 3]!;
      const x = sampleOf(shape, n, random);
      const other = round % 4 === 3 ? shapes[random.integerBelow(shapes.length)]! : shape;
      both(x, sampleOf(other, m === 0 ? n : m, random, shift), `${shape} and ${other}, n ${n}, m ${m || n}, shift ${shift}`);
    }
    const same = sampleOf(shape, 40, random);
    both(same, same, `${shape} and itself`);
  }
  const rising = (count: number, from: number) => Float64Array.from({ length: count }, (_, at) => from + at);
  both(rising(1, 0), rising(1, 0), 'one equal value each');
  both(rising(1, 0), rising(1, 1), 'one value each');
  both(rising(1, 0), rising(300, 1), 'one value and many');
  both(rising(415, 0), rising(415, 1_000), 'disjoint, p near 1e-249');
  both(rising(480, 0), rising(520, 1_000), 'disjoint, p near 1e-299');
  return cases;
}

/** Long columns of evenly spread values: what takes long, and what is tiny. */
export function longSampleCases(): Case[] {
  return [
    [10_000, 10_000, 0.012], [10_000, 10_000, 0.2], [10_000, 10_000, 1e-4], [9_999, 10_000, 0.02], [10_000, 9_998, 0.24], [3_000, 10_000, 0.03],
    [2_000, 1_999, 0.5], [10_000, 1, 0.9], [10_001, 10_000, 0.02], [20_000, 5_000, 0.3], [200_000, 100_000, 0.04],
  ].map(([n, m, shift]) => ({
    ask: ['ksGrid', n, m, shift],
    about: `evenly spread, n ${n}, m ${m}, shift ${shift}`,
    ours: () => {
      const x = Float64Array.from({ length: n! }, (_, at) => at / n!);
      return ksOf(x, Float64Array.from({ length: m! }, (_, at) => at / m! + shift!));
    },
  }));
}

function casesOf(x: Float64Array, y: Float64Array, about: string): Case[] {
  const [left, right] = [Array.from(x), Array.from(y)];
  return [
    { ask: ['ks', left, right], about, ours: () => ksOf(x, y) },
    {
      ask: ['wasserstein', left, right],
      about,
      ours: () => ({ plain: wasserstein(x, y), deviation: scaledWasserstein(x, y, 'deviation'), quartiles: scaledWasserstein(x, y, 'quartiles') }),
    },
    {
      ask: ['stabilityOf', left, right, 10],
      about,
      ours: () => {
        const edges = quantileBins(x, 10);
        const { index, p, nullMean } = stabilityIndex(binCounts(x, edges), binCounts(y, edges));
        return { index, p, nullMean };
      },
    },
    {
      ask: ['summary', left],
      about,
      ours: () => {
        const { mean, variance } = moments(x);
        const quantiles = [0, 0.01, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.999, 1].map((share) => [String(share), quantile(x, share)]);
        return { mean, variance, ...(Object.fromEntries(quantiles) as Record<string, number>) };
      },
    },
  ];
}

function ksOf(x: Float64Array, y: Float64Array): { statistic: number; p: number } {
  const statistic = ksStatistic(x, y);
  return { statistic, p: ksPValue(statistic, x.length, y.length) };
}
