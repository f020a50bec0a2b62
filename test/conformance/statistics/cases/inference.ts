import { benjaminiHochberg } from '../../../../src/core/statistics/adjust/benjaminiHochberg.ts';
import { bonferroni } from '../../../../src/core/statistics/adjust/bonferroni.ts';
import { holm } from '../../../../src/core/statistics/adjust/holm.ts';
import { cramersVInterval } from '../../../../src/core/statistics/interval/cramersVInterval.ts';
import { newcombeInterval } from '../../../../src/core/statistics/interval/newcombeInterval.ts';
import { detectableShareDifference } from '../../../../src/core/statistics/power/detectableShareDifference.ts';
import { detectableShift } from '../../../../src/core/statistics/power/detectableShift.ts';
import { detectableV } from '../../../../src/core/statistics/power/detectableV.ts';
import { ksShiftPower } from '../../../../src/core/statistics/power/ksShiftPower.ts';
import { RandomGenerator } from '../../../../src/core/statistics/random/randomGenerator.ts';
import type { Case } from '../oracle.ts';
import { sizeOf } from './samples.ts';

/** Intervals, adjusted p, smallest detectable effects and the random numbers. */
export function inferenceCases(random: RandomGenerator, count: number): Case[] {
  const cases: Case[] = [adjustCase([0.04]), adjustCase([0, 1, 1e-300, 0.5, 0.5]), adjustCase([0.05, 0.05, 0.05]), adjustCase([1, 1])];
  for (let round = 0; round < count; round += 1) {
    cases.push(adjustCase(Array.from({ length: 1 + random.integerBelow(60) }, () => (round % 2 === 0 ? random.uniform() : random.uniform() ** 8))));
    const levels = 2 + random.integerBelow(round % 4 === 0 ? 199 : 10);
    const total = 20 + sizeOf(random, 100_000);
    cases.push(cramerCase((levels - 1) * random.uniform() * 2 + random.uniform() ** 4 * total, levels, total));
    const [n, m] = [sizeOf(random, 5_000), sizeOf(random, 5_000)];
    cases.push(newcombeCase(random.integerBelow(n + 1), n, random.integerBelow(m + 1), m));
  }
  for (const [a, n, c, m] of [[0, 10, 0, 10], [10, 10, 0, 10], [0, 1, 1, 1], [5, 10, 5, 10], [0, 1e6, 3, 1e6]]) cases.push(newcombeCase(a!, n!, c!, m!));
  for (const [n, m] of [[30, 30], [100, 1_000], [1e6, 1e6], [500, 80]]) {
    for (const share of [0, 0.001, 0.2, 0.5]) {
      cases.push({
        ask: ['detectableShare', share, n, m, 0.05, 0.8],
        about: `share ${share}, n ${n}, m ${m}`,
        ours: () => ({ rise: detectableShareDifference(share, n!, m!) ?? Number.NaN }),
      });
    }
  }
  for (const [n, m] of [[300, 300], [150, 1_000]]) {
    cases.push({ ask: ['shiftIsFound', n, m, detectableShift(n!, m!) ?? 0, 0.05, 0.8], about: `n ${n}, m ${m}`, ours: () => ({ isFound: 1 }) });
  }
  for (const critical of [0.5, 1, 1.358, 2, 3]) {
    cases.push({ ask: ['kolmogorovWithin', critical, ksShiftPower(critical)(0)], about: `critical ${critical}, no shift`, ours: () => ({ isWithin: 1 }) });
  }
  for (const [levels, total] of [[2, 60], [5, 500], [200, 3_000], [12, 2e6]]) {
    cases.push({ ask: ['detectableV', levels, total, 0.05, 0.8], about: `levels ${levels}, total ${total}`, ours: () => ({ v: detectableV(levels!, total!) ?? Number.NaN }) });
  }
  for (const seed of ['0', 'deadbeef', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08']) {
    cases.push({
      ask: ['generator', seed, 50],
      about: `seed ${seed}`,
      ours: () => {
        const generator = new RandomGenerator(seed);
        return Object.fromEntries(Array.from({ length: 50 }, (_, at) => [String(at), generator.next()]));
      },
    });
  }
  const drawn = Array.from({ length: 20_000 }, () => random.normal());
  cases.push({ ask: ['isNormal', drawn], about: '20,000 normal values', ours: () => ({ isNormal: 1 }) });
  return cases;
}

function adjustCase(ps: number[]): Case {
  return {
    ask: ['adjust', ps],
    about: ps.join(' ').slice(0, 200),
    ours: () =>
      Object.fromEntries(
        Object.entries({ bh: benjaminiHochberg(ps), holm: holm(ps), bonferroni: bonferroni(ps) }).flatMap(([name, adjusted]) =>
          adjusted.map((p, at) => [`${name}${at}p`, p]),
        ),
      ),
  };
}

function cramerCase(statistic: number, levels: number, total: number): Case {
  return {
    ask: ['cramerInterval', statistic, levels, total, 0.95],
    about: `statistic ${statistic}, levels ${levels}, total ${total}`,
    ours: () => ({ ...cramersVInterval(statistic, levels, total) }),
  };
}

function newcombeCase(a: number, n: number, c: number, m: number): Case {
  return {
    ask: ['newcombe', a, n, c, m, 0.95],
    about: `${a} of ${n} and ${c} of ${m}`,
    ours: () => ({ ...newcombeInterval({ hits: a, of: n }, { hits: c, of: m }) }),
  };
}
