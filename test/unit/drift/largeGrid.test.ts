import { describe, expect, it } from 'vitest';
import { numericFinding } from '../../../src/core/drift/column/numericFinding.ts';
import { fewFinding } from '../../../src/core/drift/grid/fewFinding.ts';
import { gridBounds } from '../../../src/core/drift/grid/gridBounds.ts';
import { gridCounts, type GridPair } from '../../../src/core/drift/grid/gridCounts.ts';
import { gridFinding } from '../../../src/core/drift/grid/gridFinding.ts';
import { withinBins } from '../../../src/core/drift/grid/withinBins.ts';
import { defaultThresholds } from '../../../src/core/drift/settings.ts';
import { wasserstein } from '../../../src/core/statistics/distance/wasserstein.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { countBelow, countUpTo } from '../../../src/core/statistics/sample/position.ts';
import { moments } from '../../../src/core/statistics/summary/moments.ts';
import { ksStatistic } from '../../../src/core/statistics/tests/ksStatistic.ts';
import { numberColumn } from '../../../src/core/table/makeColumn.ts';
import { memoryTable } from '../../../src/core/table/memoryTable.ts';
import type { TableSource } from '../../../src/core/table/tableSource.ts';

const rows = 30_000;
const held = 4_000;
const { signal } = new AbortController();

/** By row, so that the first ones may be other than the rest. */
const laws: Readonly<Record<string, (random: RandomGenerator, row: number) => number>> = {
  'as the first ones': (random) => random.normal(),
  'heavy tails': (random) => random.normal() / Math.abs(random.normal()),
  'whole numbers': (random) => random.integerBelow(1_000),
  'rising row by row': (_, row) => row,
  'a time far from 0': (random, row) => 1.7e12 + 1_000 * row + random.integerBelow(500),
  'missing at first': (random, row) => (row < 5_000 ? Number.NaN : random.normal()),
  'one value at first': (random, row) => (row < 5_000 ? 7 : random.normal()),
  'infinite now and then': (random, row) => (row % 1_000 === 0 ? Number.POSITIVE_INFINITY : random.uniform()),
};

function drawn(law: keyof typeof laws, seed: string): Float64Array {
  const random = new RandomGenerator(seed);
  return Float64Array.from({ length: rows }, (_, row) => laws[law]!(random, row));
}

function table(values: Float64Array, piece = 1_000): TableSource {
  return {
    ...memoryTable('t', [numberColumn('x', values)]),
    async *pieces() {
      for (let from = 0; from < values.length; from += piece) yield values.subarray(from, from + piece);
    },
  };
}

async function counted(left: Float64Array, right: Float64Array, holding = held, piece?: number): Promise<GridPair> {
  return (await gridCounts('x', table(left, piece), table(right, piece), signal, holding))!;
}

const asText = (pair: GridPair) => JSON.stringify(pair, (_, value: unknown) => (value instanceof Float64Array ? Array.from(value) : value));
const sortedFinite = (values: Float64Array) => values.filter((value) => Number.isFinite(value)).sort();
const context = { thresholds: defaultThresholds, intervals: false, domain: null, dependence: undefined, seed: 'a1' };

describe('a grid from the first rows of a column', () => {
  it.each(Object.keys(laws))('counts every value as on any other: %s', async (law) => {
    const [left, right] = [drawn(law, 'a1'), drawn(law, 'b2')];
    const { cuts, reference, current, deviation } = await counted(left, right);
    expect(Array.from(cuts)).toEqual(Array.from(cuts).sort((a, b) => a - b));
    for (const [side, values] of [[reference, left], [current, right]] as const) {
      const sorted = sortedFinite(values);
      const up = Array.from(cuts, (cut) => countUpTo(sorted, cut));
      expect(Array.from(side.counts)).toEqual([...up, sorted.length].map((count, bin) => count - (up[bin - 1] ?? 0)));
      expect([side.rows, side.missing, side.infinite]).toEqual([rows, values.filter(Number.isNaN).length, values.filter((value) => Math.abs(value) === Infinity).length]);
    }
    const sorted = sortedFinite(left);
    expect(current.counts[0]).toBe(countBelow(sortedFinite(right), sorted[0]!));
    expect(current.counts[current.counts.length - 1]).toBe(sortedFinite(right).filter((value) => value > sorted[sorted.length - 1]!).length);
    expect(deviation / Math.sqrt(moments(sorted).variance)).toBeCloseTo(1, 4);
    // No bin of different values is much larger than its part.
    expect(Math.max(...reference.counts.filter((_, bin) => reference.least[bin]! < reference.most[bin]!), 0)).toBeLessThanOrEqual(Math.max(8, (6 * rows) / 4_096));
  });

  it('does not depend on the pieces that values come in', async () => {
    for (const law of ['heavy tails', 'rising row by row', 'missing at first']) {
      const [left, right] = [drawn(law, 'c3'), drawn(law, 'd4')];
      expect(asText(await counted(left, right, held, rows))).toBe(asText(await counted(left, right, held, 997)));
    }
  });

  it('finds the exact statistics by what lies in the bins that leave them open, a part at a time', async () => {
    let most = 0;
    for (const law of ['as the first ones', 'heavy tails', 'whole numbers', 'rising row by row']) {
      const [left, right] = [drawn(law, 'e5'), drawn(law, 'f6').map((value) => value * 1.01)];
      const pair = await counted(left, right);
      const [a, b] = [sortedFinite(left), sortedFinite(right)];
      const [ks, w1] = [ksStatistic(a, b), wasserstein(a, b)];
      let reads = 0;
      const reading = (values: Float64Array): TableSource => ({ ...table(values), pieces: (...asked) => ((reads += 1), table(values).pieces!(...asked)) });
      const within = await withinBins('x', pair, w1, reading(left), reading(right), signal, 2_000);
      const after = gridBounds(pair.reference, pair.current, within);
      expect(after.ks).toEqual([ks, ks]);
      expect(after.w1[0] / w1).toBeCloseTo(1, 9);
      expect(after.w1[1] / w1).toBeCloseTo(1, 9);
      most = Math.max(most, reads);
      // A threshold within what is left of rounding does not stay open.
      const { bounds } = gridFinding('x', 'numeric', pair, { ...context, thresholds: { ...defaultThresholds, numericEffect: w1 / pair.deviation } }, within)!.tests[0]!;
      expect(bounds!.effect[1]).toBe(bounds!.effect[0]);
    }
    expect(most).toBeGreaterThan(2);
  });

  it('says of few values from their counts what it says from the values', async () => {
    const random = new RandomGenerator('a7');
    const side = (of: number) => Float64Array.from({ length: rows }, () => (random.uniform() < 0.1 ? Number.NaN : random.integerBelow(of) - 1));
    for (const [left, right] of [[side(5), side(6)], [side(1), side(2)], [side(1), side(1)]] as const) {
      const fromCounts = fewFinding('x', 'numeric', await counted(left, right), context);
      const fromValues = numericFinding(numberColumn('x', left), numberColumn('x', right), context);
      expect(JSON.stringify(fromCounts)).toBe(JSON.stringify(fromValues));
    }
    expect(fewFinding('x', 'numeric', await counted(drawn('whole numbers', 'a8'), drawn('whole numbers', 'a9')), context)).toBeUndefined();
  });
});
