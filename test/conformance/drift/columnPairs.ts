import type { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';

export type ColumnPair = { readonly about: string } & (
  | { readonly kind: 'numeric'; readonly reference: ReadonlyArray<number | null>; readonly current: ReadonlyArray<number | null> }
  | { readonly kind: 'categorical'; readonly reference: ReadonlyArray<string | null>; readonly current: ReadonlyArray<string | null> }
);

const lengths = [1, 2, 3, 7, 30, 100, 101, 250];

/** Columns of every sort and size, shifted or not, and the ones that break formulas. */
export function pairs(random: RandomGenerator): ColumnPair[] {
  const found: ColumnPair[] = [];
  const length = () => lengths[random.integerBelow(lengths.length)]!;
  const holed = <T>(values: T[], share: number) => values.map((value) => (random.uniform() < share ? null : value));
  const numeric = (about: string, value: (shift: number) => number, n = length(), m = length()) => {
    const shift = random.integerBelow(3) / 2;
    const share = [0, 0, 0.1, 0.5][random.integerBelow(4)]!;
    const draw = (rows: number, by: number, missing: number) => holed(Array.from({ length: rows }, () => value(by)), missing);
    found.push({ about: `${about}, ${n} and ${m} values, shift ${shift}, missing ${share}`, kind: 'numeric', reference: draw(n, 0, share), current: draw(m, shift, share / 2) });
  };
  const levels = (about: string, many: number, n = length(), m = length()) => {
    const draw = (rows: number, from: number) => holed(Array.from({ length: rows }, () => `l${from + Math.floor(many * random.uniform() ** 2)}`), 0.1);
    found.push({ about: `${about}, ${n} and ${m} values`, kind: 'categorical', reference: draw(n, 0), current: draw(m, random.integerBelow(3)) });
  };
  for (let round = 0; round < 14; round += 1) {
    numeric('normal', (shift) => shift + random.normal());
    numeric('skew', (shift) => Math.exp(shift + random.normal()));
    numeric('ties', (shift) => Math.round(4 * (shift + random.normal())) / 4);
    numeric('few whole numbers', (shift) => random.integerBelow(4) + Math.round(shift));
    numeric('zero inflated', (shift) => (random.uniform() < 0.7 ? 0 : shift + random.normal()));
    numeric('flag', (shift) => Number(random.uniform() < 0.2 + shift / 4));
    levels('3 levels', 3);
    levels('12 levels', 12);
    levels('200 levels', 200);
  }
  numeric('large samples', (shift) => shift / 10 + random.normal(), 10_500, 9_000);
  numeric('exact at its limit', (shift) => shift / 10 + random.normal(), 2_000, 2_000);
  numeric('near 1e9', (shift) => 1e9 + shift + random.normal(), 200, 200);
  numeric('tiny', (shift) => 1e-9 * (shift + random.normal()), 200, 200);
  const alike = Array.from({ length: 60 }, () => random.normal());
  const same = (about: string, reference: ReadonlyArray<number | null>, current: ReadonlyArray<number | null>) => found.push({ about, kind: 'numeric', reference, current });
  same('identical', alike, [...alike].reverse());
  same('a constant', [5, 5, 5, 5, 5, 5], [5, 5, 5]);
  same('a constant that moved', Array.from({ length: 40 }, () => 5), Array.from({ length: 40 }, () => 6));
  same('one value each', [1], [2]);
  same('the reference without values', [null, null, null], [1, 2, null]);
  same('no values at all', [null, null], [null]);
  same('disjoint', Array.from({ length: 300 }, (_, at) => at), Array.from({ length: 300 }, (_, at) => 1000 + at));
  found.push({ about: 'one level', kind: 'categorical', reference: ['a', 'a'], current: ['a'] });
  found.push({ about: 'all new', kind: 'categorical', reference: Array.from({ length: 30 }, () => 'a'), current: Array.from({ length: 30 }, () => 'b') });
  found.push({ about: 'all missing now', kind: 'categorical', reference: Array.from({ length: 30 }, () => 'a'), current: Array.from({ length: 30 }, () => null) });
  return found;
}
