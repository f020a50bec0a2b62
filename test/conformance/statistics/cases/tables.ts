import { cramersV } from '../../../../src/core/statistics/distance/cramersV.ts';
import { cramersVCorrected } from '../../../../src/core/statistics/distance/cramersVCorrected.ts';
import { hellinger } from '../../../../src/core/statistics/distance/hellinger.ts';
import { jensenShannon } from '../../../../src/core/statistics/distance/jensenShannon.ts';
import { stabilityIndex } from '../../../../src/core/statistics/distance/stabilityIndex.ts';
import { totalVariation } from '../../../../src/core/statistics/distance/totalVariation.ts';
import type { RandomGenerator } from '../../../../src/core/statistics/random/randomGenerator.ts';
import { chiSquareTest } from '../../../../src/core/statistics/tests/chiSquareTest.ts';
import { countTable } from '../../../../src/core/statistics/tests/countTable.ts';
import { fisherExact } from '../../../../src/core/statistics/tests/fisherExact.ts';
import { gTest } from '../../../../src/core/statistics/tests/gTest.ts';
import { shareTest } from '../../../../src/core/statistics/tests/shareTest.ts';
import type { Case } from '../oracle.ts';
import { countsOf, sizeOf } from './samples.ts';

/** Categorical columns and null shares. */
export function tableCases(random: RandomGenerator, count: number): Case[] {
  const cases: Case[] = [];
  const both = (x: readonly number[], y: readonly number[]) => cases.push(...casesOf(x, y));
  for (let round = 0; round < count; round += 1) {
    const levels = 2 + (round % 3 === 0 ? random.integerBelow(199) : random.integerBelow(8));
    const x = countsOf(levels, sizeOf(random, 1e6) + 10, random);
    // A second draw around the same shares, or of other ones.
    const y = round % 2 === 0 ? x.map((one) => Math.round(Math.max(0, one + random.normal() * Math.sqrt(one)))) : countsOf(levels, sizeOf(random, 1e5) + 10, random);
    both(x, y);
  }
  both([5, 5], [5, 5]);
  both([7], [9]);
  both([7, 0, 0], [9, 0, 0]);
  both([0, 0], [3, 4]);
  both([0], [0]);
  both([1, 0], [0, 1]);
  both([1_150, 0], [0, 1]);
  both([900, 300], [300, 900]);
  both([600, 10], [10, 550]);
  both([1e6, 1e6 + 1], [1e6 + 1, 1e6]);
  for (const [a, b, c, d] of [
    [3, 1, 1, 3], [0, 5, 5, 0], [0, 0, 3, 4], [0, 3, 0, 4], [1, 0, 0, 0], [8, 2, 1, 5], [10, 90, 0, 100], [400, 100, 100, 400], [500, 0, 0, 500],
    [480, 12, 9, 510], [2, 999_998, 9, 999_991], [500_000, 500_000, 501_000, 499_000], [30_000, 70_000, 33_000, 67_000], [3, 1e6, 30, 1e6], [1e7, 1e7, 10_005_000, 1e7], [1, 9, 11, 3],
  ] as const) {
    cases.push(fisherCase(a, b, c, d));
  }
  for (let round = 0; round < count; round += 1) {
    const [n, m] = [sizeOf(random, round % 2 === 0 ? 60 : 20_000), sizeOf(random, round % 2 === 0 ? 60 : 20_000)];
    const share = random.uniform() ** 2;
    const hits = (of: number, rate: number) => Math.min(of, Math.max(0, Math.round(of * rate + random.normal() * Math.sqrt(of * rate * (1 - rate)))));
    const [a, c] = [hits(n, share), hits(m, round % 3 === 0 ? share : random.uniform() ** 2)];
    cases.push(fisherCase(a, n - a, c, m - c), shareCase(a, n, c, m));
  }
  cases.push(shareCase(0, 50, 0, 70), shareCase(50, 50, 70, 70), shareCase(0, 1, 1, 1), shareCase(0, 10_000, 600, 10_000));
  return cases;
}

function casesOf(x: readonly number[], y: readonly number[]): Case[] {
  const about = `${x.join(' ')} and ${y.join(' ')}`.slice(0, 200);
  const total = [...x, ...y].reduce((sum, one) => sum + one, 0);
  const testOf = (test: typeof gTest) => () => {
    const { statistic, degrees, p } = test(x, y);
    return { statistic, degrees, p };
  };
  return [
    { ask: ['chiSquare', x, y], about, ours: testOf(chiSquareTest) },
    { ask: ['g', x, y], about, ours: testOf(gTest) },
    {
      ask: ['shares', x, y],
      about,
      ours: () => ({ jensenShannon: jensenShannon(x, y), hellinger: hellinger(x, y), totalVariation: totalVariation(x, y) }),
    },
    {
      ask: ['cramer', x, y],
      about,
      ours: () => {
        const { statistic, degrees } = chiSquareTest(x, y);
        const corrected = cramersVCorrected(statistic, degrees + 1, total);
        return { plain: cramersV(statistic, total), corrected: corrected > 1e-7 ? corrected : 0 };
      },
    },
    {
      ask: ['stability', x, y],
      about,
      ours: () => {
        const table = countTable(x, y);
        const { index, p, nullMean } = stabilityIndex(table.reference, table.current);
        return { index, p, nullMean };
      },
    },
  ];
}

function fisherCase(a: number, b: number, c: number, d: number): Case {
  return { ask: ['fisher', a, b, c, d], about: `${a} ${b} / ${c} ${d}`, ours: () => ({ p: fisherExact(a, b, c, d) }) };
}

function shareCase(a: number, n: number, c: number, m: number): Case {
  return { ask: ['share', a, n, c, m], about: `${a} of ${n} and ${c} of ${m}`, ours: () => ({ p: shareTest({ hits: a, of: n }, { hits: c, of: m }).p }) };
}
