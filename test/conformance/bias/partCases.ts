import { aucEstimate } from '../../../src/core/validation/bias/aucEstimate.ts';
import { differenceBounds, differenceP, ratioBounds } from '../../../src/core/validation/bias/compareEstimates.ts';
import { shareEstimate } from '../../../src/core/validation/bias/estimate.ts';
import { meanEstimate, meanParts } from '../../../src/core/validation/bias/meanEstimate.ts';
import { holm } from '../../../src/core/statistics/adjust/holm.ts';
import { scoresByClass } from '../../../src/core/validation/metrics/scoresByClass.ts';
import type { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import type { Case } from './cases.ts';

/** Intervals and tests of two shares, of two means and of an area under the curve. */
export function partCases(random: RandomGenerator, each: number): Case[] {
  return Array.from({ length: each }, (_, at) => [shareCase(random, at), meanCase(random), aucCase(random), adjustedCase(random)]).flat();
}

function shareCase(random: RandomGenerator, at: number): Case {
  const [n, m] = [1 + random.integerBelow(400), 1 + random.integerBelow(400)];
  const hits = (of: number, kind: number) => [0, of, random.integerBelow(of + 1), random.integerBelow(of + 1)][kind % 4]!;
  const [a, c] = [hits(n, at), hits(m, Math.floor(at / 4))];
  const level = [0.95, 0.99, 1 - 0.05 / 45][at % 3]!;
  return {
    ask: ['shares', a, n, c, m, level],
    about: `${a} of ${n} and ${c} of ${m} at ${level}`,
    ours: () => {
      const [left, right] = [shareEstimate(a, n)!, shareEstimate(c, m)!];
      const wilson = left.bounds(level);
      const newcombe = differenceBounds(left, wilson, right, right.bounds(level));
      const ratio = a === n && c === m ? undefined : ratioBounds(left, right, level);
      return {
        'wilson low': wilson.low,
        'wilson high': wilson.high,
        'newcombe low': newcombe.low,
        'newcombe high': newcombe.high,
        ...(ratio === undefined || a === 0 ? {} : { 'ratio low': ratio.low }),
        ...(ratio === undefined || c === 0 ? {} : { 'ratio high': ratio.high }),
        p: differenceP(left, right),
      };
    },
  };
}

function meanCase(random: RandomGenerator): Case {
  const values = (shift: number, spread: number) => Array.from({ length: 30 + random.integerBelow(200) }, () => shift + spread * random.normal());
  const [x, y] = [values(0, 1), values(2 * random.uniform(), 0.2 + 3 * random.uniform())];
  return {
    ask: ['means', x, y, 0.95],
    about: `means of ${x.length} and ${y.length}`,
    ours: () => {
      const [left, right] = [x, y].map((one) => meanEstimate(meanParts(Float64Array.from(one)))!) as [NonNullable<ReturnType<typeof meanEstimate>>, NonNullable<ReturnType<typeof meanEstimate>>];
      const { low, high } = left.bounds(0.95);
      return { mean: left.value, 't low': low, 't high': high, p: differenceP(left, right) };
    },
  };
}

function aucCase(random: RandomGenerator): Case {
  const truth = Array.from({ length: 40 + random.integerBelow(100) }, (_, at) => (at < 4 ? at % 2 : Number(random.uniform() < 0.4)));
  const scores = truth.map((is) => Math.round((is + 2 * random.normal()) * 4) / 4);
  return {
    ask: ['auc', truth, scores],
    about: `AUC of ${truth.length} rows with ties`,
    ours: () => {
      const { value, error } = aucEstimate(scoresByClass(Int32Array.from(truth), Float64Array.from(scores)))!;
      return { auc: value, error };
    },
  };
}

function adjustedCase(random: RandomGenerator): Case {
  const ps = Array.from({ length: 1 + random.integerBelow(30) }, () => (random.integerBelow(5) === 0 ? 0.01 : random.uniform() ** 3));
  return { ask: ['adjusted', ps], about: `${ps.length} p values`, ours: () => Object.fromEntries(holm(ps).map((p, at) => [`${at} p`, p])) };
}
