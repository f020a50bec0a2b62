import type { RandomGenerator } from '../../../../src/core/statistics/random/randomGenerator.ts';

/** Ascending values of one of many shapes, the awkward ones among them. */
export function sampleOf(shape: Shape, count: number, random: RandomGenerator, shift = 0): Float64Array {
  const draw = draws[shape];
  return Float64Array.from({ length: count }, () => draw(random) + shift).sort();
}

const draws = {
  normal: (random: RandomGenerator) => random.normal(),
  uniform: (random: RandomGenerator) => random.uniform(),
  constant: () => 3.25,
  tied: (random: RandomGenerator) => Math.round(random.normal() * 2),
  twoValues: (random: RandomGenerator) => random.integerBelow(2),
  zeroInflated: (random: RandomGenerator) => (random.uniform() < 0.7 ? 0 : Math.abs(random.normal())),
  heavy: (random: RandomGenerator) => random.normal() / (1 - random.uniform()) ** 2,
  logScale: (random: RandomGenerator) => Math.exp(8 * random.normal()),
  farOff: (random: RandomGenerator) => 1e9 + random.normal(),
} as const;

export type Shape = keyof typeof draws;
export const shapes = Object.keys(draws) as Shape[];

/** Whole numbers spread over the sizes that matter: 1 to `most`, about evenly in their logarithm. */
export function sizeOf(random: RandomGenerator, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(most ** random.uniform())));
}

/** Counts over `levels` levels with shares that differ from level to level, some of them empty. */
export function countsOf(levels: number, total: number, random: RandomGenerator): number[] {
  const weights = Array.from({ length: levels }, () => (random.integerBelow(6) === 0 ? 0 : random.uniform() ** 3));
  const sum = weights.reduce((one, other) => one + other, 0);
  return weights.map((weight) => (sum === 0 ? 0 : Math.round((weight / sum) * total)));
}
