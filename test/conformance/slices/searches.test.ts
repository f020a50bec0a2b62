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

/**
 * Searches nine of ten tables by the fixed seed, the others by a fresh one, and holds both to the level: the fixed ones
 * to 8 % (fewer than 300 to what chance makes of the nominal 5 %, 2.4 standard errors), the fresh ones to 4
 * standard errors and one more.
 */
function holdsItsLevel(name: string, tables: number, search: (random: RandomGenerator, at: number) => SliceSearch): void {
  const fixed = Math.round(0.9 * tables);
  const [known, fresh] = [flagged('c0ffee', fixed, search), flagged(freshSeed, tables - fixed, search)];
  const share = (100 * (known.flagged + fresh.flagged)) / tables;
  console.log(
    `${name}: anything flagged in ${share.toFixed(1)} % of ${tables} null tables (mean ${Math.round((known.examined + fresh.examined) / tables)} slices, ` +
      `${Math.round((known.permutations + fresh.permutations) / tables)} permutations), fresh seed MLOPS_TEST_SEED=${freshSeed}`,
  );
  const error = (of: number) => Math.sqrt((0.05 * 0.95) / of);
  expect(known.flagged / fixed).toBeLessThanOrEqual(Math.max(0.08, 0.05 + 2.4 * error(fixed)));
  expect(fresh.flagged / (tables - fixed)).toBeLessThanOrEqual(0.05 + 4 * error(tables - fixed) + 1 / (tables - fixed));
}

function flagged(seed: string, tables: number, search: (random: RandomGenerator, at: number) => SliceSearch) {
  const random = new RandomGenerator(seed);
  const sum = { flagged: 0, examined: 0, permutations: 0 };
  for (let at = 0; at < tables; at += 1) {
    const found = search(random, at);
    sum.flagged += Number(isFlagged(found));
    sum.examined += found.examined;
    sum.permutations += found.permutations;
  }
  return sum;
}

function draws(count: number, outcome: OutcomeName, random: RandomGenerator): Float64Array {
  return Float64Array.from({ length: count }, () => outcomes[outcome](random));
}

describe('tables with nothing to find', () => {
  const outcomeOf = (at: number) => outcomeNames[at % outcomeNames.length]!;
  const sizeOf = (at: number) => sizes[at % sizes.length]!;

  it('where the outcome changed: skewed outcomes, Zipf levels, correlated columns, sides of unequal size', () => {
    holdsItsLevel('outcome', 330, (random, at) => {
      const [n, m] = sizeOf(at);
      const outcome = { name: 'error', reference: draws(n, outcomeOf(at), random), current: draws(m, outcomeOf(at), random) };
      return outcomeSlices(columnsOf(n, random), columnsOf(m, random), outcome, { random });
    });
  });

  it('where the share of rows changed', () => {
    holdsItsLevel('share', 330, (random, at) => {
      const [n, m] = sizeOf(at);
      return shareSlices(columnsOf(n, random), columnsOf(m, random), { random });
    });
  });

  it('where a model is worst', () => {
    holdsItsLevel('worst', 330, (random, at) => {
      const [n] = sizeOf(at);
      return worstSlices(columnsOf(n, random), { name: 'error', values: draws(n, outcomeOf(at), random) }, { random, direction: 'both' });
    });
  });

  it('all errors grew alike, and rows moved to a slice that always had larger ones: nothing changed beyond that', () => {
    holdsItsLevel('outcome, errors doubled and mix moved', 110, (random, at) => {
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
      holdsItsLevel(`${question}, clusters told`, 80, search(question, true));
    }
    // What telling them is for.
    const untold = flagged('c0ffee', 10, search('outcome', false));
    console.log(`outcome, clusters not told: anything flagged in ${untold.flagged} of 10 null tables`);
    expect(untold.flagged).toBeGreaterThan(3);
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
    const columns = () => [...columnsOf(rows, random).slice(0, 4), levelColumn('device', draw(rows, random, 10)), levelColumn('plan', draw(rows, random, 5))];
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
    // So few tables of a fresh seed can only be asked for less: a miss or two is chance.
    ['b1a5', 24, 0.95],
    [freshSeed, 3, 0.3],
  ])('is among the first three in most tables of 15,000 rows a side (seed %s, %i tables, share %f)', (seed, tables, least) => {
    const random = new RandomGenerator(seed);
    const counts = { change: 0, changeFlagged: 0, worst: 0, worstFlagged: 0 };
    for (let at = 0; at < tables; at += 1) {
      const { reference, current, before, after } = planted(random, 15_000, errorNames[at % 3]!);
      // The order does not depend on how many permutations there are, and 39 are enough for p below 0.05.
      const options = { random, permutations: 39 };
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
