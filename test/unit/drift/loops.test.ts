import { describe, expect, it } from 'vitest';
import { inBlocks } from '../../../src/core/drift/grid/blocks.ts';
import { gridCuts } from '../../../src/core/drift/grid/cuts.ts';
import { Extent, Offsets, Sampler } from '../../../src/core/drift/grid/extent.ts';
import { BinLoops, type Counted } from '../../../src/core/drift/grid/loops/binLoops.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { countBelow } from '../../../src/core/statistics/sample/position.ts';

const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1e-120, -1e-120, 5e100, Number.MIN_VALUE];

/** Values of a law, with some of every odd kind between them. */
function drawn(random: RandomGenerator, length: number, oddShare: number): Float64Array {
  return Float64Array.from({ length }, () => (random.uniform() < oddShare ? odd[random.integerBelow(odd.length)]! : 20 * random.normal()));
}

function cutsOf(values: Float64Array, bins: number): Float64Array {
  const finite = values.filter((value) => Number.isFinite(value)).sort();
  return gridCuts(finite, finite[0]!, finite.at(-1)!, bins);
}

/** As the definition has it, value by value. */
function plainly(cuts: Float64Array, values: Float64Array): Counted {
  const bins = cuts.length + 1;
  const counted = { counts: new Float64Array(bins), sums: new Float64Array(bins), least: new Float64Array(bins).fill(Infinity), most: new Float64Array(bins).fill(-Infinity), missing: 0, infinite: 0 };
  for (const value of values) {
    if (Number.isNaN(value)) counted.missing += 1;
    else if (!Number.isFinite(value)) counted.infinite += 1;
    else {
      const bin = countBelow(cuts, value);
      counted.counts[bin]! += 1;
      counted.sums[bin]! += value;
      if (value < counted.least[bin]!) counted.least[bin] = value;
      if (value > counted.most[bin]!) counted.most[bin] = value;
    }
  }
  return counted;
}

describe('compiled loops', () => {
  it('count what a plain loop counts, to the bit, several columns at once and with memory that grows', () => {
    const random = new RandomGenerator('10ca');
    const columns = [
      [64, 0], [4_096, 0.01], [16_384, 0.001], [300, 0.5],
    ].map(([bins, share]) => {
      const values = drawn(random, 30_001, share!);
      return { values, cuts: cutsOf(values, bins!) };
    });
    // Twice: what was given back is as good as new.
    for (let round = 0; round < 2; round += 1) {
      const open = columns.map(({ cuts }) => new BinLoops(cuts));
      for (let start = 0; start < 30_001; start += 4_096) columns.forEach(({ values }, at) => open[at]!.count(values.subarray(start, start + 4_096)));
      for (const [at, { cuts, values }] of columns.entries()) {
        expect(open[at]!.counted()).toStrictEqual(plainly(cuts, values));
        open[at]!.close();
      }
    }
  });

  it('sum up what plain loops sum up', () => {
    const random = new RandomGenerator('5a11');
    for (const share of [0, 0.2]) {
      const values = drawn(random, 10_000, share);
      const finite = values.filter((value) => Number.isFinite(value));
      const extent = new Extent();
      inBlocks(values, (block) => extent.add(block));
      expect([extent.count, extent.sum]).toEqual([finite.length, finite.reduce((sum, value) => sum + value, 0)]);
      expect([extent.least, extent.most]).toEqual([Math.min(...finite), Math.max(...finite)]);
      // 5e100 is among the odd ones; and 1e-120, whose square is none.
      expect(extent.isUsable).toBe(share === 0);
      const mean = extent.sum / extent.count;
      const offsets = new Offsets(mean);
      inBlocks(values, (block) => offsets.add(block));
      expect([offsets.count, offsets.offset]).toEqual([finite.length, finite.reduce((sum, value) => sum + (value - mean), 0)]);
      expect(offsets.squares).toBe(finite.reduce((sum, value) => sum + (value - mean) * (value - mean), 0));
      const sampler = new Sampler(extent, 7);
      inBlocks(values, (block) => sampler.add(block));
      expect(sampler.sample).toEqual(finite.filter((_, at) => at % 7 === 0));
      expect(sampler.deviationWith(new Offsets(mean), extent.count)).toBe(offsets.deviation());
    }
  });

  it('each odd value by itself makes squares unusable or not', () => {
    const usable = (value: number) => {
      const extent = new Extent();
      extent.add(Float64Array.of(1, value));
      return extent.isUsable;
    };
    expect(odd.map(usable)).toEqual([true, true, true, true, true, false, false, false, false]);
  });
});
