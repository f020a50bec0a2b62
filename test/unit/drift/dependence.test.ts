import { describe, expect, it } from 'vitest';
import { autocorrelation } from '../../../src/core/drift/dependence/autocorrelation.ts';
import { permutationTest } from '../../../src/core/drift/dependence/permutationTest.ts';
import { piecesOf, type Units } from '../../../src/core/drift/dependence/pieces.ts';
import type { RowCells } from '../../../src/core/drift/dependence/dependence.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';
import { compare, normals, tableOf } from './tables.ts';

describe('a permutation of units', () => {
  const cells: RowCells = { reference: Int32Array.from([0, 0, 1, 0, 2, -1]), current: Int32Array.from([2, 2, 1, 2, 2]), cells: 3, isOrdered: true };
  const units: Units = { reference: Int32Array.from([0, 0, 1, 1, 2, 2]), current: Int32Array.from([0, 0, 1, 2, 2]), referenceUnits: 3, currentUnits: 3, pairs: [] };
  /** The mean of many searches: each stops when its p is known to a fifth. */
  const p = (pairs: Units['pairs']) => {
    let sum = 0;
    for (let seed = 1; seed <= 200; seed += 1) {
      sum += permutationTest({ pieces: piecesOf(cells, units), pairs, cells: 3, isOrdered: true, widen: 1, most: 20_000 }, new RandomGenerator(`5eed${seed}`)).p;
    }
    return sum / 200;
  };

  /** Every way to deal the units out, each as likely. */
  function enumerated(ways: ReadonlyArray<readonly number[]>): number {
    const rows = [[0, 0], [1, 0], [2], [2, 2], [1], [2, 2]];
    const gap = (chosen: readonly number[]) => {
      const left = chosen.flatMap((unit) => rows[unit]!);
      const right = rows.flatMap((row, unit) => (chosen.includes(unit) ? [] : row));
      return Math.max(...[0, 1].map((at) => Math.abs(left.filter((one) => one <= at).length / left.length - right.filter((one) => one <= at).length / right.length)));
    };
    const seen = gap([0, 1, 2]);
    return ways.filter((way) => gap(way) >= seen - 1e-12).length / ways.length;
  }

  it('has the p of all ways to deal them out', () => {
    const ways: number[][] = [];
    for (let a = 0; a < 6; a += 1) for (let b = a + 1; b < 6; b += 1) for (let c = b + 1; c < 6; c += 1) ways.push([a, b, c]);
    expect(ways).toHaveLength(20);
    expect(Math.abs(p([]) / enumerated(ways) - 1)).toBeLessThan(0.1);
  });

  it('lets the two parts of an entity change places', () => {
    const pairs = [[0, 0], [1, 1], [2, 2]] as const;
    const ways = Array.from({ length: 8 }, (_, bits) => [0, 1, 2].map((unit) => ((bits >> unit) & 1) === 1 ? unit + 3 : unit));
    expect(Math.abs(p(pairs) / enumerated(ways) - 1)).toBeLessThan(0.1);
  });

  it('stops early where p is large, and goes on where it is small', () => {
    const column = (values: readonly number[]) => Int32Array.from(values);
    const alike: RowCells = { reference: column(Array.from({ length: 40 }, (_, row) => row % 2)), current: column(Array.from({ length: 40 }, (_, row) => row % 2)), cells: 2, isOrdered: false };
    const apart: RowCells = { ...alike, reference: column(Array.from({ length: 40 }, () => 0)), current: column(Array.from({ length: 40 }, () => 1)) };
    const single: Units = { reference: Int32Array.from({ length: 40 }, (_, row) => row), current: Int32Array.from({ length: 40 }, (_, row) => row), referenceUnits: 40, currentUnits: 40, pairs: [] };
    const draws = (rows: RowCells) => permutationTest({ pieces: piecesOf(rows, single), pairs: [], cells: 2, isOrdered: false, widen: 1, most: 5_000 }, new RandomGenerator('5eed'));
    expect(draws(alike)).toEqual({ p: 1, draws: 20 });
    expect(draws(apart)).toEqual({ p: 1 / 5_001, draws: 5_000 });
  });
});

describe('autocorrelation', () => {
  it('finds about the long-run variance of an AR(1), and none in noise', () => {
    const random = new RandomGenerator('a7');
    const series = (rho: number) => {
      let last = 0;
      return Float64Array.from({ length: 20_000 }, () => (last = rho * last + random.normal()));
    };
    // (1 + ρ) / (1 − ρ)
    expect(autocorrelation([series(0.7), series(0.7)], 20_000).longRun).toBeCloseTo(5.67, 0);
    expect(autocorrelation([series(0), series(0)], 20_000).longRun).toBeLessThan(1.1);
  });
});

describe('with dependence', () => {
  it('entities on both sides are compared with themselves', async () => {
    // Entities differ much, each by itself moved a little: seen only where an entity is its own control.
    const level = normals('e1', 100).map((value) => 10 * value);
    const side = (name: string, seed: string, shift: number, prefix: string) =>
      tableOf(name, levelColumn('who', Array.from({ length: 400 }, (_, row) => `${prefix}${row % 100}`)), numberColumn('x', normals(seed, 400, shift).map((value, row) => value + level[row % 100]!)));
    const paired = await compare(side('a', 'a', 0, 'u'), side('b', 'b', 1.5, 'u'), { entity: 'who', thresholds: { numericEffect: 0.05 } });
    const apart = await compare(side('a', 'a', 0, 'u'), side('b', 'b', 1.5, 'v'), { entity: 'who', thresholds: { numericEffect: 0.05 } });
    expect(paired.columns[0]).toMatchObject({ state: 'drift' });
    expect(apart.columns[0]).toMatchObject({ drifted: false });
  });

  it('a change is still found, and rows without a time are told', async () => {
    const side = (name: string, seed: string, shift: number) =>
      tableOf(name, numberColumn('at', Float64Array.from({ length: 600 }, (_, row) => (row === 5 ? Number.NaN : row))), numberColumn('x', normals(seed, 600, shift)));
    const report = await compare(side('a', 'a', 0), side('b', 'b', 0.6), { time: 'at' });
    expect(report.columns).toMatchObject([{ name: 'x', state: 'drift' }]);
    expect(report.columns[0]!.method).toContain('by permutation of blocks');
    expect(report.problems).toMatchObject([{ side: 'both', code: 'missingTime' }]);
  });

  it('a few moments leave no room for a small p: nothing is called unchanged', async () => {
    const side = (name: string, seed: string, from: number) =>
      tableOf(
        name,
        numberColumn('year', Float64Array.from({ length: 3_000 }, (_, row) => from + (row % 3))),
        numberColumn('x', normals(seed, 3_000).map((value, row) => (row % 40 === 0 ? Number.NaN : value))),
        levelColumn('c', Array.from({ length: 3_000 }, (_, row) => 'abc'[(row * 7) % 3]!)),
      );
    const { columns } = await compare(side('a', 'a', 2015), side('b', 'b', 2018), { time: 'year' });
    expect(columns.map(({ name, state, smallestDetectable }) => [name, state, smallestDetectable])).toEqual([['x', 'unknown', null], ['c', 'unknown', null]]);
    expect(columns[0]!.tests.map(({ subject, state }) => [subject, state])).toEqual([['distribution', 'unknown'], ['nulls', 'unknown']]);
    expect(columns[0]!.method).toContain('which can be dealt out in only 20 ways');
  });
});
