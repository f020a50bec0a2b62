import { describe, expect, it } from 'vitest';
import { inBlocks } from '../../../src/core/drift/grid/blocks.ts';
import { gridCuts, justBelow } from '../../../src/core/drift/grid/cuts.ts';
import { BinLoops } from '../../../src/core/drift/grid/loops/binLoops.ts';
import { undecided } from '../../../src/core/drift/grid/undecided.ts';
import type { TestFinding } from '../../../src/core/drift/column/finding.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { countBelow } from '../../../src/core/statistics/sample/position.ts';
import { numberColumn } from '../../../src/core/table/makeColumn.ts';
import { memoryTable } from '../../../src/core/table/memoryTable.ts';
import type { TableSource } from '../../../src/core/table/tableSource.ts';
import { compare } from './tables.ts';

const rows = 12_000;

const laws: Readonly<Record<string, (random: RandomGenerator, shift: number) => number>> = {
  normal: (random, shift) => shift + random.normal(),
  skew: (random, shift) => Math.exp(2 * (shift + random.normal())),
  'heavy tails': (random, shift) => shift + random.normal() / Math.abs(random.normal()),
  'zero inflated': (random, shift) => (random.uniform() < 0.7 ? 0 : Math.exp(shift + random.normal())),
  rounded: (random, shift) => Math.round(20 * (shift + random.normal())) / 20,
  'two clusters': (random, shift) => (random.uniform() < 0.5 ? -1e6 : 1e6) + shift + random.normal(),
  holed: (random, shift) => (random.uniform() < 0.2 ? Number.NaN : shift + random.uniform()),
  grades: (random, shift) => random.integerBelow(5) + Math.round(shift),
  'with infinity': (random, shift) => (random.uniform() < 0.001 ? Number.NEGATIVE_INFINITY : shift + random.normal()),
};

/** A table that gives its numbers in pieces as well. */
function table(seed: string, shift: number, reads: string[] = []): TableSource {
  const random = new RandomGenerator(seed);
  const columns = Object.entries(laws).map(([name, law]) => numberColumn(name, Float64Array.from({ length: rows }, () => law(random, shift))));
  const whole = memoryTable(seed, columns);
  return {
    ...whole,
    column: async (name, signal) => {
      reads.push(name);
      return whole.column(name, signal);
    },
    async *pieces(name) {
      const { values } = columns.find((column) => column.name === name)!;
      for (let from = 0; from < rows; from += 1_000) yield values.subarray(from, from + 1_000);
    },
  };
}

function found(cuts: Float64Array, values: Float64Array): Int32Array {
  const loops = new BinLoops(cuts);
  const bins: number[] = [];
  inBlocks(values, (block) => bins.push(...loops.find(block)));
  loops.close();
  return Int32Array.from(bins);
}

describe('a grid of shared bins', () => {
  it('finds the bin of every value', () => {
    const random = new RandomGenerator('b1');
    const values = Float64Array.from({ length: 3_000 }, (_, at) => (at % 3 === 0 ? 0 : Math.exp(9 * random.normal()) * (at % 2 === 0 ? 1 : -1)));
    const sorted = Float64Array.from(values).sort();
    const cuts = gridCuts(sorted, sorted[0]!, sorted[sorted.length - 1]!);
    const binsOf = (...some: number[]) => found(cuts, Float64Array.from(some));
    const tried = [...values, ...cuts, ...Array.from(cuts, justBelow), -0, 1e308, -1e308, Number.MIN_VALUE, -Number.MIN_VALUE];
    const bins = binsOf(...tried);
    expect(tried.filter((value, at) => bins[at] !== countBelow(cuts, value))).toEqual([]);
    expect([...binsOf(Math.min(...values), Math.max(...values))]).toEqual([1, cuts.length - 1]);
  });

  it('finds bins where many cuts share the leading bits of a double, as times of a day do', () => {
    const cuts = Float64Array.from({ length: 4_000 }, (_, at) => 1.7e12 + 3 * at);
    const values = Float64Array.from({ length: 12_010 }, (_, at) => 1.7e12 - 3 + at);
    const bins = found(cuts, values);
    expect([...values].filter((value, at) => bins[at] !== countBelow(cuts, value))).toEqual([]);
  });

  it('holds the exact statistics within its bounds, and gives the same counts and states', async () => {
    for (const shift of [0, 0.07, 0.3, 3]) {
      const [reference, current] = [table('a1', 0), table('b2', shift)];
      const exact = await compare(reference, current, { intervals: false });
      const grid = await compare(reference, current, { intervals: false, exactRows: 10_000 });
      expect([exact.engine.mode, grid.engine.mode]).toEqual(['exact', 'grid']);
      expect(grid.verdict).toBe(exact.verdict);
      exact.columns.forEach((column, at) => {
        const found = grid.columns[at]!;
        expect([found.name, found.state, found.samples, found.nullShare, found.outOfRange]).toEqual([column.name, column.state, column.samples, column.nullShare, column.outOfRange]);
        const { bounds } = found.tests[0]!;
        if (bounds === undefined) return expect(found.statistic).toBe(column.statistic);
        expect(bounds.statistic[0]).toBeLessThanOrEqual(column.statistic!);
        expect(bounds.statistic[1]).toBeGreaterThanOrEqual(column.statistic!);
        expect(bounds.statistic[1] - bounds.statistic[0]).toBeLessThan(0.003);
        expect(column.effect! - found.effect!).toBeLessThan(0.02);
        expect(bounds.effect[0]).toBeLessThanOrEqual(column.effect! * (1 + 1e-9));
        expect(bounds.effect[1]).toBeGreaterThanOrEqual(column.effect! * (1 - 1e-9));
      });
    }
  });

  it('reads a column whole only where its bounds leave the state open, or it has few values', async () => {
    const reads: string[] = [];
    const grid = await compare(table('a1', 0, reads), table('b2', 0.3, reads), { intervals: false, exactRows: 10_000 });
    expect([...new Set(reads)]).toEqual(['grades']);
    expect(grid.columns.filter(({ tests }) => tests[0]!.bounds === undefined).map(({ name }) => name)).toEqual(['grades']);
  });

  it('leaves open what one end of the bounds says and the other does not', () => {
    const test = (pRange: readonly [number, number], effect: readonly [number, number]): TestFinding => ({
      subject: 'distribution', method: '', statistic: 0, pValue: pRange[1], effect: effect[0], effectName: '', effectInterval: null, threshold: 0.1,
      smallestDetectable: () => 0, bounds: { statistic: [0, 1], effect }, pRange,
    });
    const finding = (name: string, ...tests: TestFinding[]) => ({ name, tests }) as unknown as Parameters<typeof undecided>[0][number];
    const found = undecided([
      finding('sure', test([1e-9, 1e-8], [0.2, 0.3])),
      finding('p open', test([1e-3, 0.5], [0.2, 0.3])),
      finding('effect open', test([1e-9, 1e-8], [0.09, 0.11])),
      finding('neither matters', test([0.5, 0.6], [0.09, 0.11])),
    ], 0.05);
    expect(found).toEqual(['p open', 'effect open']);
  });

  it('gives the same bytes twice', async () => {
    const run = async () => JSON.stringify(await compare(table('a1', 0), table('b2', 0.1), { exactRows: 10_000 }));
    expect(await run()).toBe(await run());
  });
});
