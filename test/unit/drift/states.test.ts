import { describe, expect, it } from 'vitest';
import { booleanColumn, levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';
import { compare, compareColumn, normals, tableOf } from './tables.ts';

const repeated = (parts: Readonly<Record<string, number>>) => Object.entries(parts).flatMap(([level, count]) => Array.from({ length: count }, () => level));

describe('the state of a column', () => {
  it('is drift where the change is sure and large', async () => {
    const column = await compareColumn(numberColumn('x', normals('a', 1_000)), numberColumn('x', normals('b', 1_000, 0.5)));
    expect(column).toMatchObject({ state: 'drift', drifted: true, effectName: 'w1/std' });
    expect(column.effect).toBeGreaterThan(0.3);
    expect(column.effectInterval![0]).toBeLessThan(column.effect!);
    expect(column.reason).toMatch(/w1\/std 0\.[45]\d*, more than 0\.1/);
  });

  it('is negligible where it is sure and small', async () => {
    const column = await compareColumn(numberColumn('x', normals('a', 40_000)), numberColumn('x', normals('b', 40_000, 0.06)));
    expect(column).toMatchObject({ state: 'negligible', drifted: false });
  });

  it('is none where a change of twice the threshold would have been found, else unknown', async () => {
    const many = await compareColumn(numberColumn('x', normals('a', 5_000)), numberColumn('x', normals('b', 5_000)));
    const few = await compareColumn(numberColumn('x', normals('a', 50)), numberColumn('x', normals('b', 50)));
    expect(many.state).toBe('none');
    expect(many.smallestDetectable).toBeLessThan(0.2);
    expect(few.state).toBe('unknown');
    expect(few.smallestDetectable).toBeGreaterThan(0.2);
  });

  it('takes its power by the test itself: how many other columns there are changes nothing', async () => {
    const side = (name: string) => tableOf(name, ...Array.from({ length: 30 }, (_, at) => numberColumn(`x${at}`, normals(`${name === 'a' ? 'a' : 'b'}${at}`, 900))));
    const alone = await compareColumn(numberColumn('x', normals('a1', 900)), numberColumn('x', normals('b1', 900)));
    const { columns } = await compare(side('a'), side('b'), { intervals: false });
    expect(alone.state).toBe('none');
    expect(columns[1]).toMatchObject({ state: 'none', smallestDetectable: alone.smallestDetectable });
    expect(columns[1]!.reason).toContain('by itself this test would have found');
  });

  it('tells what sides of very different size keep small, and finds nothing in a single row', async () => {
    const large = levelColumn('x', repeated({ web: 36_000, shop: 18_000, phone: 6_000 }));
    const small = await compareColumn(large, levelColumn('x', repeated({ web: 90, shop: 90, phone: 120 })));
    expect(small).toMatchObject({ state: 'negligible' });
    expect(small.reason).toMatch(/between sides of one size this change would make about 0\.[45]/);
    const one = await compareColumn(large, levelColumn('x', ['shop']));
    expect(one).toMatchObject({ state: 'unknown' });
    const equal = await compareColumn(large, large);
    expect([equal.state, equal.reason.includes('sides of one size')]).toEqual(['none', false]);
  });

  it('says of an identifier that it is one', async () => {
    const names = (seed: string) => levelColumn('x', Array.from({ length: 2_000 }, (_, at) => `${seed}-${at}`));
    const column = await compareColumn(names('a'), names('b'));
    expect([column.state, column.reason]).toEqual(['unknown', 'No change of the distribution was found. Almost every value is another one, as in an identifier, and more rows would not change that: leave the column out.']);
  });

  it('takes labels that have not come for no change of the target', async () => {
    const rows = Array.from({ length: 1_000 }, (_, at) => (at % 3 === 0 ? 'yes' : 'no'));
    const late = rows.map((label, at) => (at < 400 ? label : null));
    const target = async (current: Array<string | null>) => (await compare(tableOf('a', levelColumn('y', rows)), tableOf('b', levelColumn('y', current)), { target: 'y' })).families[0]!;
    expect(await target(late)).toMatchObject({ name: 'target', state: 'none', method: expect.stringContaining('labels that are missing (0 % → 60 %) have not come yet') as string });
    expect(await target(rows.map(() => null))).toMatchObject({ state: 'unknown', drifted: false });
    expect(await target(late.map((label) => (label === null ? null : 'yes')))).toMatchObject({ drifted: true });
  });

  it('refuses a domain of no column, and tells of a column to be left out that is none', async () => {
    const table = (name: string) => tableOf(name, numberColumn('bloom', normals(name, 300)));
    await expect(compare(table('a'), table('b'), { closedDomains: { blom: ['x'] } })).rejects.toMatchObject({ fault: { code: 'notFound', hint: expect.stringContaining('Did you mean “bloom”?') as string } });
    expect((await compare(table('a'), table('b'), { exclude: ['blom'] })).problems).toMatchObject([{ code: 'notFound', message: expect.stringContaining('Did you mean “bloom”?') as string }]);
  });

  it('counts missing values by a test of their own', async () => {
    const holed = (seed: string, every: number) => normals(seed, 1_000).map((value, at) => (at % every === 0 ? Number.NaN : value));
    const column = await compareColumn(numberColumn('x', holed('a', 50)), numberColumn('x', holed('b', 8)));
    expect(column.state).toBe('drift');
    expect(column.tests.map(({ subject, state }) => [subject, state])).toEqual([
      ['distribution', 'none'],
      ['nulls', 'drift'],
    ]);
    expect(column.reason).toContain('rose from 2 % to 12.5 %');
  });

  it('tests missing values only where there are any, and says so', async () => {
    const column = await compareColumn(numberColumn('x', normals('a', 100)), numberColumn('x', normals('b', 100)));
    expect(column.tests.map(({ subject }) => subject)).toEqual(['distribution']);
    expect(column.method).toContain('no test of missing values');
    // One test in the family: nothing was adjusted.
    expect(column.pAdjusted).toBe(column.pValue);
  });

  it('shows new levels, and counts them through the test only', async () => {
    const before = repeated({ a: 500, b: 500 });
    const rare = await compareColumn(levelColumn('c', before), levelColumn('c', [...before, 'new']));
    expect(rare).toMatchObject({ newCategories: [{ value: 'new', count: 1 }], drifted: false });
    const many = await compareColumn(levelColumn('c', before), levelColumn('c', repeated({ a: 500, b: 300, new: 200 })));
    expect(many).toMatchObject({ state: 'drift', effectName: 'Cramér’s V (bias-corrected)' });
    expect((await compareColumn(levelColumn('c', repeated({ a: 9, gone: 3 })), levelColumn('c', repeated({ a: 9 })))).vanishedCategories).toEqual([{ value: 'gone', count: 3 }]);
  });

  it('is drift by itself where a declared domain is left or the type changes', async () => {
    const before = levelColumn('c', repeated({ a: 50, b: 50 }));
    const after = levelColumn('c', repeated({ a: 50, b: 50, c: 1 }));
    expect(await compareColumn(before, after)).toMatchObject({ drifted: false });
    const closed = await compareColumn(before, after, { closedDomains: { c: ['a', 'b'] } });
    expect(closed).toMatchObject({ state: 'drift', drifted: true });
    expect(closed.reason).toContain('“c”');
    expect(await compareColumn(numberColumn('n', [1, 2, 1]), numberColumn('n', [1, 2, 3]), { closedDomains: { n: ['1', '2.0'] } })).toMatchObject({ state: 'drift' });
    const flipped = await compareColumn(numberColumn('x', [1, 2, 3]), levelColumn('x', ['1', '2', '3']));
    expect(flipped).toMatchObject({ state: 'drift', kind: 'numeric → categorical' });
    expect(flipped.problems[0]).toMatchObject({ code: 'typeChange' });
  });

  it('takes truth values and texts as categories of one column', async () => {
    const column = await compareColumn(booleanColumn('c', [true, false, true]), levelColumn('c', ['true', 'false', 'maybe']));
    expect(column).toMatchObject({ kind: 'categorical', newCategories: [{ value: 'maybe', count: 1 }] });
  });

  it('counts what is out of range', async () => {
    const column = await compareColumn(numberColumn('x', [1, 2, 3]), numberColumn('x', [0, 2, 9, 8]));
    expect(column.outOfRange).toEqual({ below: 1, above: 2 });
  });

  it('picks a test value by value where numbers are few, by both sides together', async () => {
    const grades = (seed: string) => normals(seed, 400).map((value) => Math.max(-2, Math.min(2, Math.round(value))));
    expect((await compareColumn(numberColumn('x', grades('a')), numberColumn('x', grades('b')))).method).toContain('chi-square on 5 levels');
    expect((await compareColumn(numberColumn('x', normals('a', 400)), numberColumn('x', normals('b', 400)))).method).toContain('Kolmogorov-Smirnov, exact p');
  });
});

describe('the verdict', () => {
  const steady = (name: string) => numberColumn('x', normals(name, 30));

  it('is unknown only for a required column that is', async () => {
    const [reference, current] = [tableOf('a', steady('a')), tableOf('b', steady('b'))];
    expect(await compare(reference, current)).toMatchObject({ verdict: 'no-drift' });
    expect(await compare(reference, current, { required: ['x'] })).toMatchObject({ verdict: 'unknown' });
    expect(await compare(reference, current, { required: ['absent'] })).toMatchObject({ verdict: 'unknown' });
  });

  it('is drift where anything drifted, whatever is unknown', async () => {
    const side = (seed: string, shift: number) => tableOf(seed, numberColumn('x', normals(seed, 60)), numberColumn('y', normals(`${seed}1`, 60, shift)));
    const report = await compare(side('a', 0), side('b', 3), { required: ['x'] });
    expect(report).toMatchObject({ verdict: 'drift', reason: '1 of 2 columns drifted (y).' });
    expect(report.columns.map(({ state }) => state)).toEqual(['unknown', 'drift']);
  });

  it('hears of prediction and target as families of their own', async () => {
    const side = (seed: string, shift: number) => tableOf(seed, numberColumn('x', normals(seed, 400)), numberColumn('p', normals(`${seed}1`, 400, shift)));
    const report = await compare(side('a', 0), side('b', 1), { prediction: 'p' });
    expect(report.columns.map(({ name }) => name)).toEqual(['x']);
    expect(report.families).toMatchObject([{ name: 'prediction', drifted: true, alpha: 0.01, columns: ['p'] }]);
    expect(report).toMatchObject({ verdict: 'drift', reason: 'The prediction drifted.' });
  });

  it('takes in families and slices that others find', async () => {
    const family = { name: 'multivariate', state: 'drift', drifted: true, reason: 'r', method: 'm', statistic: 1, effect: 1, effectName: 'auc', effectInterval: null, pValue: 0.001, alpha: 0.01, columns: ['x'] } as const;
    const seen: string[] = [];
    const report = await compare(tableOf('a', steady('a')), tableOf('b', steady('b')), {}, {
      families: [async (_reference, _current, { columns, seed }) => (seen.push(...columns, seed.slice(0, 0)), family)],
      slices: async () => [],
    });
    expect(seen[0]).toBe('x');
    expect(report).toMatchObject({ verdict: 'drift', families: [family] });
  });
});
