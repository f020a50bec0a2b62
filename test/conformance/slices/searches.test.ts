import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { outcomeSlices, shareSlices } from '../../../src/core/drift/slices/compareSlices.ts';
import type { SliceSearch } from '../../../src/core/drift/slices/sliceSearch.ts';
import { worstSlices } from '../../../src/core/drift/slices/worstSlices.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import type { Column, LevelColumn } from '../../../src/core/table/column.ts';
import { levelColumn } from '../../../src/core/table/makeColumn.ts';
import { columnsOf, outcomeNames, outcomes, type OutcomeName } from './tables.ts';

const freshSeed = process.env['MLOPS_TEST_SEED'] ?? randomBytes(8).toString('hex');
/** Reference rows, current rows. */
const sizes = [
  [600, 600],
  [900, 400],
  [500, 1_000],
] as const;

const isFlagged = ({ slices }: SliceSearch) => slices.some(({ flagged }) => flagged);

/** The share of tables where anything is flagged, one half by the fixed seed, the other by a fresh one. */
function flaggedShare(name: string, tables: number, search: (random: RandomGenerator, at: number) => SliceSearch): number {
  let [flagged, examined, permutations] = [0, 0, 0];
  for (const seed of ['f1xed', freshSeed].map((word) => word.replace(/[^0-9a-f]/g, '0'))) {
    const random = new RandomGenerator(seed);
    for (let at = 0; at < tables / 2; at += 1) {
      const found = search(random, at);
      flagged += Number(isFlagged(found));
      examined += found.examined;
      permutations += found.permutations;
    }
  }
  console.log(
    `${name}: anything flagged in ${((100 * flagged) / tables).toFixed(1)} % of ${tables} null tables (mean ${Math.round(examined / tables)} slices, ` +
      `${Math.round(permutations / tables)} permutations), fresh seed MLOPS_TEST_SEED=${freshSeed}`,
  );
  return flagged / tables;
}

function draws(count: number, outcome: OutcomeName, random: RandomGenerator): Float64Array {
  return Float64Array.from({ length: count }, () => outcomes[outcome](random));
}

describe('tables with nothing to find', () => {
  const outcomeOf = (at: number) => outcomeNames[at % outcomeNames.length]!;
  const sizeOf = (at: number) => sizes[at % sizes.length]!;

  it('where the outcome changed: skewed outcomes, Zipf levels, correlated columns, sides of unequal size', () => {
    const share = flaggedShare('outcome', 300, (random, at) => {
      const [n, m] = sizeOf(at);
      const outcome = { name: 'error', reference: draws(n, outcomeOf(at), random), current: draws(m, outcomeOf(at), random) };
      return outcomeSlices(columnsOf(n, random), columnsOf(m, random), outcome, { random });
    });
    expect(share).toBeLessThanOrEqual(0.08);
  });

  it('where the share of rows changed', () => {
    const share = flaggedShare('share', 300, (random, at) => {
      const [n, m] = sizeOf(at);
      return shareSlices(columnsOf(n, random), columnsOf(m, random), { random });
    });
    expect(share).toBeLessThanOrEqual(0.08);
  });

  it('where a model is worst', () => {
    const share = flaggedShare('worst', 300, (random, at) => {
      const [n] = sizeOf(at);
      return worstSlices(columnsOf(n, random), { name: 'error', values: draws(n, outcomeOf(at), random) }, { random, direction: 'both' });
    });
    expect(share).toBeLessThanOrEqual(0.08);
  });

  it('all errors grew alike, and rows moved to a slice that always had larger ones: nothing changed beyond that', () => {
    const share = flaggedShare('outcome, errors doubled and mix moved', 100, (random, at) => {
      const [n, m] = sizeOf(at);
      const [reference, current] = [columnsOf(n, random), columnsOf(m, random, 1)];
      const inFirst = ({ codes, levels }: LevelColumn, row: number) => Number(levels[codes[row]!] === 'c0');
      const add = (columns: readonly Column[], values: Float64Array) => values.map((value, row) => value + 1.5 * inFirst(columns[0] as LevelColumn, row));
      const outcome = {
        name: 'error',
        reference: add(reference, draws(n, outcomeOf(at), random)),
        current: add(current, draws(m, outcomeOf(at), random).map((value) => 1 + 2 * value)),
      };
      return outcomeSlices(reference, current, outcome, { random });
    });
    expect(share).toBeLessThanOrEqual(0.08);
  });

  it('rows of one entity are alike, in their columns and in their outcome', () => {
    const clustered = (entities: number, first: number, random: RandomGenerator) => {
      const size = 12;
      const own = Array.from({ length: entities }, () => ({ a: random.integerBelow(4), b: random.integerBelow(3), level: random.normal() }));
      const rows = own.flatMap((entity, at) => Array.from({ length: 1 + random.integerBelow(2 * size) }, () => ({ ...entity, unit: first + at })));
      return {
        columns: [levelColumn('a', rows.map(({ a }) => `${a}`)), levelColumn('b', rows.map(({ b }) => `${b}`)), levelColumn('c', rows.map(() => `${random.integerBelow(4)}`))],
        outcome: Float64Array.from(rows, ({ level }) => level + random.normal()),
        unitOf: rows.map(({ unit }) => unit),
      };
    };
    const search = (question: 'outcome' | 'share' | 'worst', isTold: boolean) => (random: RandomGenerator) => {
      const [left, right] = [clustered(70, 0, random), clustered(70, 70, random)];
      const units = (of: readonly number[], count: number) => (isTold ? { unitOf: Int32Array.from(of), units: count } : undefined);
      if (question === 'worst') return worstSlices(left.columns, { name: 'error', values: left.outcome }, { random, units: units(left.unitOf, 70), direction: 'both' });
      const options = { random, units: units([...left.unitOf, ...right.unitOf], 140) };
      if (question === 'share') return shareSlices(left.columns, right.columns, options);
      return outcomeSlices(left.columns, right.columns, { name: 'error', reference: left.outcome, current: right.outcome }, options);
    };
    for (const question of ['outcome', 'share', 'worst'] as const) {
      expect(flaggedShare(`${question}, clusters told`, 100, search(question, true))).toBeLessThanOrEqual(0.08);
    }
    // What telling them is for.
    expect(flaggedShare('outcome, clusters not told', 20, search('outcome', false))).toBeGreaterThan(0.2);
  });
});

/** Errors of a model: all above 0, far out now and then, or 1 in 10 wrong, and those three times as large. */
const errors = {
  lognormal: [(random: RandomGenerator) => Math.exp(random.normal()), (value: number) => 3 * value],
  absolute: [(random: RandomGenerator) => Math.abs(random.normal()), (value: number) => 3 * value],
  wrong: [(random: RandomGenerator) => Number(random.uniform() < 0.1), (value: number, random: RandomGenerator) => (random.uniform() < 2 / 9 ? 1 : value)],
} as const;
const errorNames = ['lognormal', 'absolute', 'wrong'] as const;

describe('a planted slice of two columns, 2 % of rows, errors three times as large', () => {
  function planted(random: RandomGenerator, rows: number, name: keyof typeof errors) {
    const [error, larger] = errors[name];
    // 10 % and 20 % of the rows.
    const columns = () => [...columnsOf(rows, random), levelColumn('device', draw(rows, random, 10)), levelColumn('plan', draw(rows, random, 5))];
    const [reference, current] = [columns(), columns()];
    const isInside = (row: number) => current.slice(-2).every((column) => valueAt(column as LevelColumn, row) === 'v3');
    const values = () => Float64Array.from({ length: rows }, () => error(random));
    return { reference, current, before: values(), after: values().map((value, row) => (isInside(row) ? larger(value, random) : value)) };
  }

  const valueAt = ({ codes, levels }: LevelColumn, row: number) => levels[codes[row]!];
  const draw = (rows: number, random: RandomGenerator, levels: number) => Array.from({ length: rows }, () => `v${random.integerBelow(levels)}`);
  const found = ({ slices }: SliceSearch) =>
    slices.slice(0, 3).find(({ where }) => where.length === 2 && where.every(({ column, value }) => ['device', 'plan'].includes(column) && value === 'v3'));

  it.each([
    // A few tables of a fresh seed can only be asked for less than 95 %: one more miss of 10 is chance.
    ['b1a5', 30, 0.95],
    [freshSeed, 10, 0.8],
  ])('is among the first three in most tables of 15,000 rows a side (seed %s, %i tables, share %f)', (seed, tables, least) => {
    const random = new RandomGenerator(seed);
    const counts = { change: 0, changeFlagged: 0, worst: 0, worstFlagged: 0 };
    for (let at = 0; at < tables; at += 1) {
      const { reference, current, before, after } = planted(random, 15_000, errorNames[at % 3]!);
      // The order does not depend on how many permutations there are, and 59 are enough for p below 0.05.
      const options = { random, permutations: 59 };
      const change = found(outcomeSlices(reference, current, { name: 'error', reference: before, current: after }, options));
      const worst = found(worstSlices(current, { name: 'error', values: after }, options));
      counts.change += Number(change !== undefined);
      counts.changeFlagged += Number(change?.flagged === true);
      counts.worst += Number(worst !== undefined);
      counts.worstFlagged += Number(worst?.flagged === true);
    }
    const { change, changeFlagged, worst, worstFlagged } = counts;
    console.log(
      `planted slice in the top 3 of ${tables} tables: ${change} by change (${changeFlagged} flagged), ${worst} by level (${worstFlagged} flagged), ` +
        `MLOPS_TEST_SEED=${seed}`,
    );
    expect(Math.min(change, worst) / tables).toBeGreaterThanOrEqual(least);
    expect(Math.min(changeFlagged, worstFlagged) / tables).toBeGreaterThanOrEqual(least);
  });
});
