import { expect, it } from 'vitest';
import { backtest } from '../../../src/core/monitor/backtest.ts';
import { falseFirings } from '../../../src/core/monitor/falseFirings.ts';
import { blocksOf, clustersOf, permutedHistory } from '../../../src/core/monitor/permutedHistory.ts';
import { firings, type RetrainRule } from '../../../src/core/monitor/retrainRule.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';

const day = 86_400_000;
const rule = (least: number, of: number, cooldownDays: number): RetrainRule => ({ when: 'drift', least, of, cooldownMs: cooldownDays * day });
const days = (hits: string) => [...hits].map((one, at) => ({ endMs: (at + 1) * day, isHit: one === '1' }));

it.each([
  ['1010000', 2, 3, 7, [2]],
  ['1001001', 2, 3, 7, []],
  ['1100000', 2, 3, 7, [1]],
  // Within the cool-down nothing fires; after it only fresh hits do.
  ['110000000', 2, 3, 2, [1]],
  ['1111111111', 2, 3, 4, [1, 5, 9]],
  ['1', 1, 1, 0, [0]],
  ['111', 1, 1, 0, [0, 1, 2]],
  ['', 1, 1, 0, []],
] as const)('%s with %i of %i and %i days of rest fires at %j', (hits, least, of, rest, expected) => {
  expect(firings(rule(least, of, rest), days(hits))).toEqual(expected);
});

it('fires by the clock for a schedule', () => {
  expect(firings({ when: 'schedule', everyMs: 3 * day }, days('00000000'))).toEqual([3, 6]);
});

it('deals every row out once, groups whole', () => {
  const rows = Int32Array.from({ length: 100 }, (_, at) => at);
  const parts = permutedHistory(blocksOf(rows, 7), [40, 30, 30], new RandomGenerator('01'));
  expect(parts.flatMap((part) => [...part]).sort((a, b) => a - b)).toEqual([...rows]);
  for (const part of parts) for (const [at, row] of part.entries()) if (row % 7 !== 0) expect(part[at - 1]).toBe(row - 1);
  expect(parts.map(({ length }) => length).every((length, at) => Math.abs(length - [40, 30, 30][at]!) < 14)).toBe(true);
  expect(clustersOf(Int32Array.of(1, -1, 1, 0, -1)).map((group) => [...group])).toEqual([[0, 2], [3], [1], [4]]);
});

it('gives the Poisson interval of a count', () => {
  // 0 counts: 0 to 3.69; 10 counts: 4.80 to 18.39 (tables of the exact Poisson interval).
  expect(falseFirings(0, 1, 1).interval.high).toBeCloseTo(3.6889, 4);
  expect(falseFirings(10, 1, 1).interval.low).toBeCloseTo(4.7954, 4);
  expect(falseFirings(10, 1, 1).interval.high).toBeCloseTo(18.3904, 3);
  expect(falseFirings(10, 5, 2).perYear).toBe(1);
});

it('counts what a rule fires in mixed histories, not in the true one', async () => {
  const rows = Int32Array.from({ length: 1_100 }, (_, at) => at);
  const calm = Array.from({ length: 10 }, (_, at) => ({ startMs: at * day, endMs: (at + 1) * day, rows: 100 }));
  // Rows from 600 on differ.
  const share = (part: Int32Array) => part.filter((row) => row >= 600).length / part.length;
  const input = {
    rule: rule(2, 3, 7),
    windows: days('0000011111'),
    calm,
    referenceRows: 100,
    groups: blocksOf(rows, 1),
    judge: (reference: Int32Array, window: Int32Array) => Promise.resolve(Math.abs(share(reference) - share(window)) > 0.5),
    rounds: 20,
  };
  const told = await backtest({ ...input, random: new RandomGenerator('ab') });
  expect(told.fired).toEqual([6]);
  expect(told.whenNothingChanged?.firings).toBe(0);
  const strict = await backtest({ ...input, random: new RandomGenerator('ab'), judge: () => Promise.resolve(true) });
  expect(strict.whenNothingChanged?.firings).toBe(2 * 20);
  expect((await backtest({ ...input, random: new RandomGenerator('ab'), calm: calm.slice(0, 2) })).whenNothingChanged).toBeNull();
  expect(strict.whenNothingChanged?.perYear).toBeCloseTo(2 / (10 / 365.25), 6);
});
