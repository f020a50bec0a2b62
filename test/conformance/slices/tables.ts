import type { Column } from '../../../src/core/table/column.ts';
import { levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';
import type { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';

/** A skewed outcome, from rows whose columns say nothing about it. */
export const outcomes = {
  lognormal: (random: RandomGenerator) => Math.exp(random.normal()),
  zeroInflated: (random: RandomGenerator) => (random.uniform() < 0.7 ? 0 : Math.exp(1.2 * random.normal())),
  rareEvent: (random: RandomGenerator) => Number(random.uniform() < 0.05),
  wrongOrRight: (random: RandomGenerator) => Number(random.uniform() < 0.25),
} as const;

export type OutcomeName = keyof typeof outcomes;
export const outcomeNames = Object.keys(outcomes) as OutcomeName[];

/**
 * Six columns: Zipf levels, the same in other words (correlated 1.0), skewed numbers with nulls, a zero-inflated number, a
 * low-cardinality integer and a number correlated 0.5 with the skewed one's logarithm. `tilt` > 0 makes the frequent levels
 * of the first column rarer.
 */
export function columnsOf(rows: number, random: RandomGenerator, tilt = 0): Column[] {
  const level = Array.from({ length: rows }, () => zipf(15, 1.1 - tilt, random));
  const skewed = level.map(() => (random.uniform() < 0.08 ? null : Math.exp(random.normal())));
  return [
    levelColumn('city', level.map((value) => `c${value}`)),
    levelColumn('zip', level.map((value) => `z${value}`)),
    numberColumn('income', skewed),
    numberColumn('refunds', level.map(() => (random.uniform() < 0.6 ? 0 : Math.exp(random.normal())))),
    numberColumn('children', level.map(() => Math.floor(random.uniform() ** 2 * 5))),
    numberColumn('wealth', skewed.map((value) => Math.log(value ?? 1) + 1.7 * random.normal())),
  ];
}

const weights = new Map<string, Float64Array>();

function zipf(levels: number, exponent: number, random: RandomGenerator): number {
  const key = `${levels} ${exponent}`;
  let ends = weights.get(key);
  if (ends === undefined) {
    let sum = 0;
    ends = Float64Array.from({ length: levels }, (_, level) => (sum += (level + 1) ** -exponent));
    ends = ends.map((end) => end / sum);
    weights.set(key, ends);
  }
  const drawn = random.uniform();
  return ends.findIndex((end) => drawn < end);
}
