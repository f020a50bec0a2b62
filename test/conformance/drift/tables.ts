import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import type { Column } from '../../../src/core/table/column.ts';
import { booleanColumn, levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';
import { memoryTable } from '../../../src/core/table/memoryTable.ts';
import type { TableSource } from '../../../src/core/table/tableSource.ts';

/** Draws `rows` values of one column. */
type Draw = (random: RandomGenerator, rows: number, shared: Shared) => Column;

/** What columns of one row have in common. */
interface Shared {
  readonly common: Float64Array;
}

const normals = (random: RandomGenerator, rows: number) => Float64Array.from({ length: rows }, () => random.normal());
const holed = (random: RandomGenerator, values: Float64Array, share: number) => values.map((value) => (random.uniform() < share ? Number.NaN : value));

function zipf(levels: number): (random: RandomGenerator) => string {
  const cumulated: number[] = [];
  for (let level = 1; level <= levels; level += 1) cumulated.push((cumulated.at(-1) ?? 0) + 1 / level);
  const all = cumulated[levels - 1]!;
  return (random) => {
    const at = random.uniform() * all;
    return `level ${cumulated.findIndex((one) => one > at)}`;
  };
}

const column =
  (name: string, value: (random: RandomGenerator) => number): Draw =>
  (random, rows) =>
    numberColumn(name, Float64Array.from({ length: rows }, () => value(random)));

const levels = (name: string, count: number, missing = 0): Draw => {
  const draw = zipf(count);
  return (random, rows) => levelColumn(name, Array.from({ length: rows }, () => (random.uniform() < missing ? null : draw(random))));
};

const poisson = (mean: number) => (random: RandomGenerator) => {
  let count = 0;
  for (let product = random.uniform(); product > Math.exp(-mean); product *= random.uniform()) count += 1;
  return count;
};

/** Thirty columns: skew, ties, zero inflation, few whole numbers, nulls, Zipf levels, columns correlated 0.5 and 1. */
export const thirty: readonly Draw[] = [
  column('normal', (random) => random.normal()),
  column('lognormal', (random) => Math.exp(random.normal())),
  column('very skew', (random) => Math.exp(2 * random.normal())),
  column('heavy tails', (random) => random.normal() / Math.abs(random.normal())),
  column('uniform', (random) => random.uniform()),
  column('rounded to a half', (random) => Math.round(2 * random.normal()) / 2),
  column('rounded to a tenth', (random) => Math.round(10 * random.normal()) / 10),
  column('zero inflated', (random) => (random.uniform() < 0.6 ? 0 : Math.exp(random.normal()))),
  column('mostly zero', (random) => (random.uniform() < 0.95 ? 0 : random.normal())),
  column('count', poisson(2)),
  column('rare count', poisson(0.1)),
  column('many counts', poisson(20)),
  column('flag', (random) => Number(random.uniform() < 0.3)),
  column('rare flag', (random) => Number(random.uniform() < 0.01)),
  column('grade', (random) => 1 + random.integerBelow(5)),
  (random, rows) => numberColumn('2 % missing', holed(random, normals(random, rows), 0.02)),
  (random, rows) => numberColumn('30 % missing', holed(random, normals(random, rows), 0.3)),
  (random, rows) => numberColumn('90 % missing', holed(random, normals(random, rows), 0.9)),
  levels('3 levels', 3),
  levels('8 levels', 8, 0.05),
  levels('40 levels', 40),
  levels('300 levels', 300),
  levels('5000 levels', 5_000),
  (random, rows) => booleanColumn('truth', Array.from({ length: rows }, () => random.uniform() < 0.5)),
  ...['a', 'b', 'c', 'd'].map(
    (name): Draw =>
      (random, _rows, { common }) =>
        numberColumn(`half correlated ${name}`, common.map((value) => Math.SQRT1_2 * value + Math.SQRT1_2 * random.normal())),
  ),
  (_random, _rows, { common }) => numberColumn('fully correlated a', common.slice()),
  (_random, _rows, { common }) => numberColumn('fully correlated b', common.map((value) => 3 * value + 7)),
];

/** `seed`: hex digits; another one for each side. */
export function drawTable(seed: string, rows: number, draws: readonly Draw[] = thirty, change: (column: Column) => Column = (one) => one): TableSource {
  const random = new RandomGenerator(seed);
  const shared = { common: normals(random, rows) };
  return memoryTable(
    'drawn',
    draws.map((draw) => change(draw(random, rows, shared))),
    { digest: `drawn ${seed}` },
  );
}

/** The same law of thirty columns with one series behind each: x(t) = ρ x(t − 1) + noise. Both sides follow each other in time. */
export function autoregressive(seed: string, rows: number, correlation: number, columns: number): readonly [TableSource, TableSource] {
  const random = new RandomGenerator(seed);
  const noise = Math.sqrt(1 - correlation * correlation);
  const series = Array.from({ length: columns }, () => {
    const values = new Float64Array(2 * rows);
    let last = random.normal();
    for (let at = 0; at < values.length; at += 1) values[at] = last = correlation * last + noise * random.normal();
    return values;
  });
  const side = (from: number) =>
    memoryTable(
      'series',
      [
        numberColumn('at', Float64Array.from({ length: rows }, (_, row) => from + row)),
        ...series.map((values, at) => seen(at, `x${at}`, values.subarray(from, from + rows))),
      ],
      { digest: `series ${seed} ${from}` },
    );
  return [side(0), side(rows)];
}

/** What of a hidden normal value is recorded: in turn the number, a skewed one, a whole number, a level, or only where it is not missing. */
function seen(at: number, name: string, hidden: Float64Array): Column {
  switch (at % 5) {
    case 0:
      return numberColumn(name, hidden.slice());
    case 1:
      return numberColumn(name, hidden.map(Math.exp));
    case 2:
      return numberColumn(name, hidden.map((value) => Math.max(-2, Math.min(2, Math.round(value)))));
    case 3:
      return levelColumn(name, Array.from(hidden, (value) => (value < -0.5 ? 'low' : value < 0.5 ? 'middle' : value < 1.5 ? 'high' : 'top')));
    default:
      return numberColumn(name, hidden.map((value) => (value > 1 ? Number.NaN : value)));
  }
}

/** Rows of entities that are like themselves (intraclass correlation 0.5); a share of the entities is on both sides. */
export function clustered(seed: string, rows: number, perEntity: number, columns: number, sharedEntities: number): readonly [TableSource, TableSource] {
  const random = new RandomGenerator(seed);
  const entities = Math.ceil(rows / perEntity);
  const common = Math.round(entities * sharedEntities);
  const own = Array.from({ length: 2 * entities }, () => Float64Array.from({ length: columns }, () => random.normal()));
  const side = (first: number) => {
    // Uneven: some entities have many rows, some one.
    const entityOf = Int32Array.from({ length: rows }, () => {
      const one = Math.floor(entities * random.uniform() ** 1.5);
      return one < common ? one : first + one;
    });
    const values = Array.from({ length: columns }, (_, at) => Float64Array.from(entityOf, (entity) => Math.SQRT1_2 * own[entity]![at]! + Math.SQRT1_2 * random.normal()));
    return memoryTable(
      'entities',
      [levelColumn('who', Array.from(entityOf, (entity) => `user ${entity}`)), ...values.map((one, at) => seen(at, `x${at}`, one))],
      { digest: `entities ${seed} ${first}` },
    );
  };
  return [side(0), side(entities)];
}
