import { erfc } from '../../../../src/core/statistics/special/erfc.ts';
import { kolmogorovQuantile } from '../../../../src/core/statistics/special/kolmogorovQuantile.ts';
import { kolmogorovTail } from '../../../../src/core/statistics/special/kolmogorovTail.ts';
import { logBinomial } from '../../../../src/core/statistics/special/logBinomial.ts';
import { logGamma } from '../../../../src/core/statistics/special/logGamma.ts';
import { noncentralChiSquareLower, noncentralChiSquareUpper } from '../../../../src/core/statistics/special/noncentralChiSquare.ts';
import { normalQuantile } from '../../../../src/core/statistics/special/normalQuantile.ts';
import { normalTail } from '../../../../src/core/statistics/special/normalTail.ts';
import { lowerBeta, upperBeta } from '../../../../src/core/statistics/special/regularisedBeta.ts';
import { lowerGamma, upperGamma } from '../../../../src/core/statistics/special/regularisedGamma.ts';
import type { RandomGenerator } from '../../../../src/core/statistics/random/randomGenerator.ts';
import type { Case } from '../oracle.ts';

export function specialCases(random: RandomGenerator): Case[] {
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  const scaled = (low: number, high: number) => Math.exp(between(Math.log(low), Math.log(high)));
  const repeat = (count: number, one: () => Case) => Array.from({ length: count }, one);
  return [
    ...[1e-3, 0.5, 1, 1.5, 2, 3, 171.6, 1e5, 1e9].map((x) => logGammaCase(x)),
    ...repeat(20, () => logGammaCase(scaled(1e-4, 1e8))),
    ...[[0.5, 687], [1, 690], [0.5, 1e-300], [4.5, 700], [99.5, 1_400], [1e6, 1e6], [5e4, 6e4], [1e5, 9e4], [3, 0], [0.5, 1]].map(([a, x]) => gammaCase(a!, x!)),
    ...[[806_046, 800_400], [1e6, 980_000], [5_000, 4_000]].map(([a, x]): Case => ({ ask: ['lowerGammaLarge', a, x], about: `a ${a}, x ${x}`, ours: () => ({ lowerTail: lowerGamma(a!, x!) }) })),
    ...repeat(60, () => {
      const a = random.integerBelow(400) / 2 + 0.5;
      return gammaCase(a, a * scaled(1e-3, 20) + between(0, 100));
    }),
    ...repeat(20, () => {
      const a = scaled(100, 5e4);
      return gammaCase(a, Math.max(0, a + between(-30, 30) * Math.sqrt(a)));
    }),
    ...[[0.5, 0.5, 0.5], [0.1, 2, 300], [0, 1, 1], [1, 2, 3], [0.999, 0.5, 40]].map(([x, a, b]) => betaCase(x!, a!, b!)),
    ...repeat(40, () => betaCase(random.uniform(), scaled(0.5, 500), scaled(0.5, 500))),
    ...[0, 1e-12, -1, 1, 6, 20, 26, -8, 37].map((x) => normalCase(x)),
    ...repeat(20, () => normalCase(between(-10, 26))),
    ...[1e-300, 1e-17, 0.025, 0.1, 0.5, 0.8, 0.975, 1 - 1e-9].map((p) => normalQuantileCase(p)),
    ...repeat(20, () => normalQuantileCase(random.uniform() ** 20)),
    ...[0, 0.01, 0.2, 0.5, 0.81, 0.82, 0.83, 1, 1.36, 5, 17, 18.5, 18.6].map((x) => kolmogorovCase(x)),
    ...repeat(30, () => kolmogorovCase(between(0.2, 18))),
    ...[0.2, 0.1, 0.05, 0.01, 1e-9].map((p): Case => ({ ask: ['kolmogorovQuantile', p], about: '', ours: () => ({ value: kolmogorovQuantile(p) }) })),
    ...repeat(40, () => {
      const degrees = 1 + random.integerBelow(199);
      const noncentrality = scaled(1e-3, 1e4);
      const mean = degrees + noncentrality;
      return noncentralCase(Math.max(0.01, mean + between(-5, 5) * Math.sqrt(2 * (mean + noncentrality))), degrees, noncentrality);
    }),
    ...[[3, 1, 0], [10, 5, 1e-12], [0.5, 1, 20]].map(([x, degrees, noncentrality]) => noncentralCase(x!, degrees!, noncentrality!)),
    ...[[1, 0], [1, 1], [5, 2], [1_000, 500], [20_000, 3], [20_000, 9_999], [100_000, 99_999]].map(([n, k]) => logBinomialCase(n!, k!)),
    ...repeat(15, () => {
      const n = 1 + random.integerBelow(5_000);
      return logBinomialCase(n, random.integerBelow(n + 1));
    }),
  ];
}

function logGammaCase(x: number): Case {
  return { ask: ['logGamma', x], about: `x ${x}`, ours: () => ({ value: logGamma(x) }) };
}

function gammaCase(a: number, x: number): Case {
  return { ask: ['gamma', a, x], about: `a ${a}, x ${x}`, ours: () => ({ lowerTail: lowerGamma(a, x), upperTail: upperGamma(a, x) }) };
}

function betaCase(x: number, a: number, b: number): Case {
  return { ask: ['beta', x, a, b], about: `x ${x}, a ${a}, b ${b}`, ours: () => ({ lowerTail: lowerBeta(x, a, b), upperTail: upperBeta(x, a, b) }) };
}

function normalCase(x: number): Case {
  return { ask: ['normal', x], about: `x ${x}`, ours: () => ({ erfcTail: erfc(x), normalTail: normalTail(x) }) };
}

function normalQuantileCase(p: number): Case {
  return { ask: ['normalQuantile', p], about: `p ${p}`, ours: () => ({ value: normalQuantile(p) }) };
}

function kolmogorovCase(x: number): Case {
  return { ask: ['kolmogorov', x], about: `x ${x}`, ours: () => ({ p: kolmogorovTail(x) }) };
}

function noncentralCase(x: number, degrees: number, noncentrality: number): Case {
  return {
    ask: ['noncentral', x, degrees, noncentrality],
    about: `x ${x}, degrees ${degrees}, noncentrality ${noncentrality}`,
    ours: () => ({ lower: noncentralChiSquareLower(x, degrees, noncentrality), upper: noncentralChiSquareUpper(x, degrees, noncentrality) }),
  };
}

function logBinomialCase(n: number, k: number): Case {
  return { ask: ['logBinomial', n, k], about: `n ${n}, k ${k}`, ours: () => ({ value: logBinomial(n, k) }) };
}
