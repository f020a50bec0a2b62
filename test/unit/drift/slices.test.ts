import { describe, expect, it } from 'vitest';
import { outcomeSlices, shareSlices } from '../../../src/core/drift/slices/compareSlices.ts';
import { sliceColumns } from '../../../src/core/drift/slices/sliceColumns.ts';
import { worstSlices } from '../../../src/core/drift/slices/worstSlices.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import type { Column } from '../../../src/core/table/column.ts';
import { booleanColumn, emptyColumn, levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';

const limits = { levels: 3, bins: 4 };
const random = () => new RandomGenerator('51ce');

describe('segments', () => {
  it('are the most frequent levels, the others together, and the missing values', () => {
    const values = [...'aaaabbbccd', 'e', null];
    const { columns, leftOut } = sliceColumns([[levelColumn('city', values)]], limits);
    expect(columns[0]!.labels).toEqual(['a', 'b', 'c', '(other: 2 levels)', '(missing)']);
    expect([...columns[0]!.codes]).toEqual([0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4]);
    expect(leftOut).toEqual([{ what: 'city', reason: '2 levels beyond the 3 most frequent are looked at as one' }]);
  });

  it('are the same whichever side a row is on', () => {
    const values = [...'cabbcaabbad'];
    const [one, other] = [values.slice(0, 4), values.slice(4)];
    const [straight, turned] = [[one, other], [other, one]].map((sides) => sliceColumns(sides.map((side) => [levelColumn('x', side)]), limits).columns[0]!);
    expect(straight!.labels).toEqual(turned!.labels);
    expect([...straight!.codes]).toEqual([...turned!.codes.slice(7), ...turned!.codes.slice(0, 7)]);
  });

  it('of numbers have their edges in the label, a spike its own, infinite values theirs', () => {
    const values = [...Array.from({ length: 50 }, () => 0), ...Array.from({ length: 50 }, (_, at) => 1 + at), NaN, Infinity, -Infinity];
    const [column] = sliceColumns([[numberColumn('x', Float64Array.from(values))]], limits).columns;
    expect(column!.labels).toEqual(['< 0', '= 0', '0 < … ≤ 25.25', '25.25 < … ≤ 50', '> 50', '(missing)']);
    expect([0, 50, 99, 100, 101, 102].map((row) => column!.labels[column!.codes[row]!])).toEqual(['= 0', '0 < … ≤ 25.25', '25.25 < … ≤ 50', '(missing)', '> 50', '< 0']);
  });

  it('tell what cannot be cut', () => {
    const left = [
      levelColumn('constant', ['a', 'a']),
      numberColumn('when', [1, 2], { kind: 'datetime' }),
      emptyColumn('nothing', 2),
      numberColumn('turned', [1, 2]),
      levelColumn('gone', ['a', 'b']),
    ];
    const right = [levelColumn('constant', ['a']), numberColumn('when', [3], { kind: 'datetime' }), levelColumn('nothing', ['x']), levelColumn('turned', ['1']), levelColumn('new', ['x'])];
    const { columns, leftOut } = sliceColumns([left, right], limits);
    expect(columns).toEqual([]);
    expect(leftOut.map(({ what }) => what)).toEqual(['constant', 'when', 'nothing', 'turned', 'gone', 'new']);
  });
});

describe('a search for slices', () => {
  /** 1,200 rows a side: 3 × 4 levels, errors larger in a1 & b2 of the current side. */
  function sides(effect: number): { readonly reference: Column[]; readonly current: Column[]; readonly before: Float64Array; readonly after: Float64Array } {
    const draw = random();
    const side = () => {
      const a = Array.from({ length: 1_200 }, () => `a${draw.integerBelow(3)}`);
      const b = Array.from({ length: 1_200 }, () => `b${draw.integerBelow(4)}`);
      return { columns: [levelColumn('a', a), levelColumn('b', b), levelColumn('copy', a.map((level) => `same ${level}`)), booleanColumn('flag', a.map(() => draw.uniform() < 0.5))], a, b };
    };
    const [left, right] = [side(), side()];
    const errors = () => Float64Array.from({ length: 1_200 }, () => Math.abs(draw.normal()));
    return {
      reference: left.columns,
      current: right.columns,
      before: errors(),
      after: errors().map((value, row) => value + (right.a[row] === 'a1' && right.b[row] === 'b2' ? effect : 0)),
    };
  }

  it('finds where the outcome changed, once: not again by a copy of a column, nor by a child that is no better', () => {
    const { reference, current, before, after } = sides(1.5);
    const found = outcomeSlices(reference, current, { name: 'error', reference: before, current: after }, { random: random() });
    const [first] = found.slices;
    expect(first).toMatchObject({ where: [{ column: 'a', value: 'a1' }, { column: 'b', value: 'b2' }], measure: 'mean of error', pAdjusted: 0.001, flagged: true });
    expect(first!.values.current - first!.values.reference).toBeCloseTo(1.5, 0);
    expect(found.permutations).toBe(999);
    const told = found.slices.map(({ where }) => where.map(({ column, value }) => `${column}=${value}`).join(' & '));
    expect(told).not.toContain('b=b2 & copy=same a1');
    expect(told).not.toContain('a=a1 & copy=same a1');
    expect(new Set(told).size).toBe(told.length);
    // Ranked by adjusted p, then by |z|.
    for (const [at, { pAdjusted, z }] of found.slices.slice(1).entries()) {
      expect(pAdjusted).toBeGreaterThanOrEqual(found.slices[at]!.pAdjusted);
      expect(Math.abs(z)).toBeLessThanOrEqual(Math.abs(found.slices[at]!.z));
    }
  });

  it('finds where a model is worst, and compares the slice with all other rows', () => {
    const { current, after } = sides(1);
    const { slices } = worstSlices(current, { name: 'error', values: after }, { random: random() });
    expect(slices[0]).toMatchObject({ where: [{ column: 'a', value: 'a1' }, { column: 'b', value: 'b2' }], flagged: true });
    expect(slices[0]!.samples.reference + slices[0]!.samples.current).toBe(1_200);
    expect(slices.every(({ z }) => z > 0)).toBe(true);
  });

  it('finds where the share of rows changed, a slice that vanished included', () => {
    const { reference, current } = sides(0);
    const without = current.map((column) => (column.name === 'a' ? levelColumn('a', Array.from({ length: 1_200 }, (_, row) => `a${row % 2}`)) : column));
    const { slices } = shareSlices(reference, without, { random: random() });
    const gone = slices.find(({ where }) => where.length === 1 && where[0]!.value === 'a2');
    expect(gone).toMatchObject({ samples: { current: 0 }, values: { current: 0 }, measure: 'share of rows', flagged: true });
    expect(gone!.values.reference).toBeCloseTo(1 / 3, 1);
  });

  it('gives the same answer twice, and ends early where there is nothing', () => {
    const { reference, current, before, after } = sides(0);
    const search = () => outcomeSlices(reference, current, { name: 'error', reference: before, current: after }, { random: random() });
    expect(search()).toEqual(search());
    expect(search().permutations).toBeLessThan(999);
    expect(search().slices.some(({ flagged }) => flagged)).toBe(false);
  });

  it('says what it left out: rows without an outcome, rows and slices beyond the limits, small slices', () => {
    const { reference, current, before, after } = sides(0);
    before[0] = NaN;
    const { leftOut, examined } = outcomeSlices(
      reference,
      current,
      { name: 'error', reference: before, current: after },
      { random: random(), mostRows: 1_000, mostSlices: 20, least: 200 },
    );
    const told = leftOut.map(({ what, reason }) => `${what}: ${reason}`);
    expect(told).toContain('1 reference row: “error” is missing or infinite');
    expect(told).toContain('199 reference rows: 1000 rows were drawn at random');
    expect(told).toContain('200 current rows: 1000 rows were drawn at random');
    expect(told.some((text) => /pairs of columns: at most 20 slices/.test(text))).toBe(true);
    expect(told.some((text) => /slices: fewer than 200 rows on a side/.test(text))).toBe(true);
    expect(examined).toBeGreaterThan(0);
  });

  it('finds nothing where there is nothing to look at', () => {
    const none = { slices: [], examined: 0, permutations: 0 };
    const values = (count: number) => ({ name: 'y', reference: new Float64Array(count), current: new Float64Array(count) });
    const one = [levelColumn('a', ['x'])];
    expect(outcomeSlices([], [], values(0), { random: random() })).toMatchObject(none);
    expect(outcomeSlices(one, one, values(1), { random: random() })).toMatchObject(none);
    expect(shareSlices([emptyColumn('e', 0)], [emptyColumn('e', 0)], { random: random() })).toMatchObject(none);
    expect(worstSlices(one, { name: 'y', values: Float64Array.of(NaN) }, { random: random() })).toMatchObject(none);
    expect(worstSlices([numberColumn('n', [null, null])], { name: 'y', values: Float64Array.of(1, 2) }, { random: random() })).toMatchObject(none);
  });

  it('flags nothing where the outcome is constant', () => {
    const { reference, current } = sides(0);
    const same = new Float64Array(1_200).fill(0.1);
    expect(outcomeSlices(reference, current, { name: 'y', reference: same, current: same }, { random: random() }).slices).toEqual([]);
    expect(worstSlices(reference, { name: 'y', values: same }, { random: random(), direction: 'both' }).slices).toEqual([]);
  });

  it('flags nothing where the outcome is a level per slice, whatever its size, and all of it moved alike', () => {
    const { reference, current } = sides(0);
    const levelOf = (columns: readonly Column[], moved: number) => {
      const [a] = columns;
      return Float64Array.from({ length: 1_200 }, (_, row) => moved + (a?.kind === 'categorical' ? 7 * Number(a.levels[a.codes[row]!]!.slice(1)) : 0));
    };
    const outcome = { name: 'y', reference: levelOf(reference, 0), current: levelOf(current, 0.3) };
    expect(outcomeSlices(reference, current, outcome, { random: random() }).slices).toEqual([]);
  });

  it('refuses an outcome or units that do not fit the rows', () => {
    const { reference, current, before } = sides(0);
    const short = { name: 'y', reference: before, current: before.slice(1) };
    expect(() => outcomeSlices(reference, current, short, { random: random() })).toThrow(/1199 values for 1200 rows/);
    const both = { unitOf: new Int32Array(2_400), units: 1 };
    expect(() => shareSlices(reference, current, { random: random(), units: both })).toThrow(/both sides/);
    expect(() => shareSlices(reference, current, { random: random(), units: { unitOf: new Int32Array(3), units: 1 } })).toThrow(/one unit per row/);
  });
});
