import type { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';

/** Errors, 0 and 1, whose rate stays, jumps, creeps, falls or is 0 or 1 all along; some of one value only. */
export function errorStream(random: RandomGenerator, round: number, most: number): number[] {
  const length = round % 13 === 0 ? 1 : most / 2 + random.integerBelow(most / 2);
  const [from, to] = [random.uniform() / 2, random.uniform()];
  const change = random.integerBelow(length);
  const rates = [
    () => from,
    (at: number) => (at < change ? from : to),
    (at: number) => from + ((to - from) * at) / length,
    (at: number) => (at < change ? 0.8 : 0.1),
    (at: number) => (at < change ? 0 : to),
    () => round % 2,
  ];
  const rate = rates[round % rates.length]!;
  return Array.from({ length }, (_, at) => Number(random.uniform() < rate(at)));
}

/** Numbers whose level, spread or shape changes at a place; constant, tied, huge and tiny ones among them. */
export function numberStream(random: RandomGenerator, round: number, most: number, least = most / 2): number[] {
  const length = round % 17 === 0 ? 1 : least + random.integerBelow(Math.max(1, most - least));
  const change = random.integerBelow(length);
  const draws = [
    (isAfter: boolean) => random.normal() + (isAfter ? 2 : 0),
    (isAfter: boolean) => random.normal() * (isAfter ? 4 : 1),
    () => random.normal(),
    () => 3.25,
    (isAfter: boolean) => Math.round(random.normal() * 2) - (isAfter ? 3 : 0),
    (isAfter: boolean) => 1e9 + random.normal() * (isAfter ? 1e6 : 1),
    (isAfter: boolean) => random.uniform() * (isAfter ? 1e-9 : 2e-9),
    (isAfter: boolean) => Math.exp(3 * random.normal()) - (isAfter ? 5 : 0),
  ];
  const draw = draws[round % draws.length]!;
  return Array.from({ length }, (_, at) => draw(at >= change));
}
