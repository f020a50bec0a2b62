import { describe, expect, it } from 'vitest';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { chiSquareTest } from '../../../src/core/statistics/tests/chiSquareTest.ts';
import { fisherExact } from '../../../src/core/statistics/tests/fisherExact.ts';
import { mergeRareLevels } from '../../../src/core/statistics/tests/mergeRareLevels.ts';
import { shareTest } from '../../../src/core/statistics/tests/shareTest.ts';

describe('rare levels', () => {
  it('are put together at the end, and no count is lost', () => {
    const merged = mergeRareLevels([50, 2, 40, 0, 3, 0], [45, 3, 60, 0, 1, 4]);
    expect(merged).toEqual({ reference: [50, 40, 5], current: [45, 60, 8], places: [0, 2, 1, null, 2, 2], rest: 2 });
  });

  it('that are too few even together take the next rarest along', () => {
    expect(mergeRareLevels([100, 20, 1, 1], [100, 20, 1, 0])).toMatchObject({ reference: [100, 22], current: [100, 21], places: [0, 1, 1, 1] });
  });

  it('that nobody has are left out, and common ones left alone', () => {
    expect(mergeRareLevels([30, 0, 30], [30, 0, 30])).toEqual({ reference: [30, 30], current: [30, 30], places: [0, null, 1], rest: null });
  });

  it('become one level where all are rare', () => {
    const merged = mergeRareLevels([1, 1, 1], [1, 0, 1]);
    expect(merged).toMatchObject({ reference: [3], current: [2] });
    expect(chiSquareTest(merged.reference, merged.current).p).toBe(1);
  });

  it('merged, the test rejects equal laws in one of twenty, where unmerged it would not', () => {
    const random = new RandomGenerator('b8');
    const counts = () => {
      const row = Array.from({ length: 30 }, () => 0);
      for (let at = 0; at < 200; at += 1) {
        const level = Math.min(29, Math.floor(-4 * Math.log(1 - random.uniform())));
        row[level] = row[level]! + 1;
      }
      return row;
    };
    let rejected = 0;
    for (let round = 0; round < 1_000; round += 1) {
      const merged = mergeRareLevels(counts(), counts());
      if (chiSquareTest(merged.reference, merged.current).p < 0.05) rejected += 1;
    }
    expect(rejected / 1_000).toBeGreaterThan(0.03);
    expect(rejected / 1_000).toBeLessThan(0.07);
  });
});

describe('shares', () => {
  it('are compared by Fisher’s test where a count is expected below 5, else by chi-square', () => {
    expect(shareTest({ hits: 1, of: 100 }, { hits: 3, of: 100 }).method).toBe('fisher');
    expect(shareTest({ hits: 5, of: 100 }, { hits: 5, of: 100 }).method).toBe('chiSquare');
    expect(shareTest({ hits: 0, of: 9 }, { hits: 0, of: 7 }).p).toBe(1);
  });

  it('find a jump from none to some at once, and refuse nonsense in words', () => {
    expect(shareTest({ hits: 0, of: 10_000 }, { hits: 500, of: 10_000 }).p).toBeLessThan(1e-100);
    expect(() => shareTest({ hits: 0, of: 0 }, { hits: 1, of: 2 })).toThrow(/at least one value/);
    expect(() => shareTest({ hits: 3, of: 2 }, { hits: 1, of: 2 })).toThrow(/no more hits/);
  });

  it('Fisher’s test does not walk all tables of large margins', () => {
    const startedMs = performance.now();
    expect(fisherExact(1e9, 1e9, 1e9, 1e9)).toBe(1);
    expect(fisherExact(5e8, 1.5e9, 5.0005e8, 1.5e9)).toBeGreaterThan(0);
    expect(performance.now() - startedMs).toBeLessThan(500);
  });

  it('rows of counts that are no counts are refused in words', () => {
    expect(() => chiSquareTest([1, 2], [1])).toThrow(/different lengths/);
    expect(() => chiSquareTest([1, -2], [1, 2])).toThrow(/negative/);
    expect(() => chiSquareTest([0, 0], [1, 2])).toThrow(/empty/);
  });
});
