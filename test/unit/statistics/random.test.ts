import { describe, expect, it } from 'vitest';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';

describe('seeded random numbers', () => {
  it('are the same for the same seed, in either case of its letters, and others for another', () => {
    const first = (seed: string) => {
      const random = new RandomGenerator(seed);
      return [random.next(), random.uniform(), random.normal(), random.integerBelow(10)];
    };
    expect(first('ABCDEF')).toEqual(first('abcdef'));
    expect(first('abcdef')).not.toEqual(first('abcdee'));
    expect(first('0')).not.toEqual(first('00'));
    expect(() => first('seed')).toThrow(/hex/);
    expect(() => first('')).toThrow(/hex/);
  });

  it('are the same normal ones many at a time', () => {
    const [one, many] = [new RandomGenerator('4e0'), new RandomGenerator('4e0')];
    for (const length of [0, 1, 500]) {
      const values = new Float64Array(length);
      many.normals(values);
      expect([...values]).toEqual(Array.from({ length }, () => one.normal()));
    }
    expect(many.next()).toBe(one.next());
  });

  it('spread evenly over whole numbers', () => {
    const random = new RandomGenerator('c9');
    const counts = [0, 0, 0, 0, 0, 0, 0];
    for (let at = 0; at < 70_000; at += 1) counts[random.integerBelow(7)]! += 1;
    expect(Math.max(...counts.map((count) => Math.abs(count - 10_000)))).toBeLessThan(400);
    expect(random.integerBelow(1)).toBe(0);
  });

  it('shuffle keeps every item and reaches every order', () => {
    const random = new RandomGenerator('d0');
    const orders = new Map<string, number>();
    for (let round = 0; round < 6_000; round += 1) {
      const items = ['a', 'b', 'c'];
      random.shuffle(items);
      orders.set(items.join(''), (orders.get(items.join('')) ?? 0) + 1);
    }
    expect([...orders.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
    expect(Math.min(...orders.values())).toBeGreaterThan(850);
  });
});
