import { describe, expect, it } from 'vitest';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { sortNumbers } from '../../../src/core/statistics/sample/sortNumbers.ts';

describe('numbers are sorted as an array sorts them', () => {
  const random = new RandomGenerator('5057');
  const of = (length: number, draw: (at: number) => number) => Float64Array.from({ length }, (_, at) => draw(at));
  it.each([
    ['few', of(50, () => random.normal())],
    ['none', of(0, () => 0)],
    ['many', of(20_000, () => random.normal())],
    ['of every size', of(20_000, () => (random.uniform() - 0.5) * 10 ** (600 * random.uniform() - 300))],
    ['whole', of(10_000, () => random.integerBelow(50) - 25)],
    ['all the same', of(5_000, () => -7.25)],
    ['with zeros of both signs and infinities', of(8_000, (at) => [0, -0, Infinity, -Infinity, Number.MIN_VALUE, -Number.MIN_VALUE, 1, -1][at % 8]!)],
    ['that differ in their last bits', of(9_000, () => 1 + random.integerBelow(4_096) * Number.EPSILON)],
    ['in order already', of(6_000, (at) => at / 3)],
    ['as part of others', of(6_000, () => random.normal()).subarray(17, 5_900)],
  ])('%s', (_, values) => {
    const expected = Float64Array.from(values).sort();
    expect(Buffer.from(sortNumbers(values.slice()).buffer).equals(Buffer.from(expected.buffer))).toBe(true);
    expect(sortNumbers(values)).toBe(values);
    expect([...values]).toEqual([...expected]);
  });
});
