import { describe, expect, it } from 'vitest';
import { fail } from '../../../src/core/base/fault.ts';
import type { TableSource } from '../../../src/core/table/tableSource.ts';
import { emptyColumn, levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';
import { compare, compareColumn, normals, tableOf } from './tables.ts';

const sound = (seed: string) => numberColumn('sound', normals(seed, 200));

describe('what is wrong with a column stays with that column', () => {
  it('missing on one side', async () => {
    const report = await compare(tableOf('a', sound('a'), numberColumn('x', normals('c', 200))), tableOf('b', sound('b')));
    expect(report.columns).toMatchObject([{ name: 'sound' }, { name: 'x', state: 'unknown', drifted: false, problems: [{ code: 'missingColumn', message: 'The column is not in the current side.' }] }]);
    expect(report.verdict).toBe('no-drift');
  });

  it('unreadable: its fault is its problem', async () => {
    const table = tableOf('b', sound('b'), numberColumn('x', normals('c', 200)));
    const broken: TableSource = {
      ...table,
      column: async (name, signal) => {
        if (name === 'x') throw fail('conflict', 'The file changed while it was read.', { hint: 'Run it again.' });
        return table.column(name, signal);
      },
    };
    const report = await compare(tableOf('a', sound('a'), numberColumn('x', normals('c', 200))), broken, { required: ['x'] });
    expect(report.columns[1]).toMatchObject({ state: 'unknown', problems: [{ code: 'conflict', message: 'The file changed while it was read. Run it again.' }] });
    expect(report.columns[0]!.pValue).not.toBeNull();
    expect(report.verdict).toBe('unknown');
  });

  it('a cancelled report throws', async () => {
    const abort = new AbortController();
    const table = tableOf('a', sound('a'), numberColumn('x', normals('c', 200)));
    const cut = compare(table, table, {}, { signal: abort.signal, onProgress: () => abort.abort() });
    await expect(cut).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('infinite values are taken out and counted', async () => {
    const values = normals('a', 300);
    const column = await compareColumn(numberColumn('x', values), numberColumn('x', normals('b', 300).map((value, at) => (at < 3 ? Number.POSITIVE_INFINITY : value))));
    expect(column.samples).toEqual({ reference: 300, current: 297 });
    expect(column.nullShare).toEqual({ reference: 0, current: 0 });
    expect(column.problems).toMatchObject([{ code: 'infinite' }]);
  });

  it.each([
    ['no rows', numberColumn('x', []), numberColumn('x', []), 'unknown'],
    ['no rows now', numberColumn('x', normals('a', 50)), numberColumn('x', []), 'unknown'],
    ['one row', numberColumn('x', [1]), numberColumn('x', [2]), 'unknown'],
    ['one row of a category', levelColumn('x', ['a']), levelColumn('x', ['b']), 'unknown'],
    ['nothing but missing', numberColumn('x', [null, null]), numberColumn('x', [null]), 'unknown'],
    ['empty on both sides', emptyColumn('x', 5), emptyColumn('x', 6), 'unknown'],
    ['empty now', numberColumn('x', normals('a', 100)), emptyColumn('x', 100), 'drift'],
    ['infinite only', numberColumn('x', [Infinity, -Infinity]), numberColumn('x', [Infinity]), 'unknown'],
    ['dates against numbers', numberColumn('x', [1e12, 2e12], { kind: 'datetime' }), numberColumn('x', [1, 2]), 'drift'],
    ['huge', numberColumn('x', normals('c0', 4_000).map((value) => value * 1e300)), numberColumn('x', normals('d0', 4_000).map((value) => value * 1e300)), 'none'],
    ['tiny', numberColumn('x', normals('a', 4_000).map((value) => value * 1e-300)), numberColumn('x', normals('b', 4_000, 1).map((value) => value * 1e-300)), 'drift'],
    ['one constant', numberColumn('x', new Float64Array(2_000).fill(5)), numberColumn('x', new Float64Array(2_000).fill(5)), 'none'],
    ['a constant that moved', numberColumn('x', new Float64Array(50).fill(5)), numberColumn('x', new Float64Array(50).fill(6)), 'drift'],
  ])('%s', async (_, reference, current, state) => {
    const column = await compareColumn(reference, current);
    expect(column).toMatchObject({ state });
    expect(JSON.stringify(column)).not.toMatch(/NaN|Infinity/);
    for (const value of Object.values(column.measures)) expect(value === null || Number.isFinite(value)).toBe(true);
  });

  it('a window without a value is no good news: the report is unknown', async () => {
    const full = tableOf('reference', numberColumn('x', normals('a', 50)), numberColumn('y', normals('b', 50)));
    const nothing = tableOf('current', numberColumn('x', []), numberColumn('y', []));
    expect(await compare(full, nothing)).toMatchObject({ verdict: 'unknown', reason: 'None of the 2 columns could be compared.' });
    expect(await compare(full, full)).toMatchObject({ verdict: 'no-drift' });
  });

  it('identical data: p is 1, no effect', async () => {
    for (const column of [numberColumn('x', normals('a', 500)), numberColumn('x', [1, 2, 1]), levelColumn('x', ['a', 'b', 'a', null])]) {
      const found = await compareColumn(column, column);
      expect(found).toMatchObject({ effect: 0, pValue: 1, pAdjusted: 1, drifted: false });
    }
  });

  it('fifty thousand categories, alike or an identifier', async () => {
    const codes = (from: number, of: number) => levelColumn('x', Array.from({ length: 50_000 }, (_, row) => `v${from + (row % of)}`));
    const alike = await compareColumn(codes(0, 5_000), codes(0, 5_000));
    expect(alike).toMatchObject({ state: 'none', effect: 0 });
    const identifier = await compareColumn(codes(0, 50_000), codes(50_000, 50_000));
    expect(identifier).toMatchObject({ state: 'unknown' });
    expect(identifier.method).toContain('every level is rare');
    expect(identifier.newCategories).toHaveLength(100);
    expect(identifier.problems).toMatchObject([{ code: 'manyCategories' }]);
    expect(identifier.shape).toMatchObject({ levels: { length: 100 } });
  });

  it('settings that do not fit are refused with what there is', async () => {
    const table = tableOf('a', sound('a'), levelColumn('c', Array.from({ length: 200 }, () => 'a')));
    await expect(compare(table, table, { columns: ['nope'] })).rejects.toMatchObject({ fault: { code: 'notFound', hint: 'Columns: sound, c.' } });
    await expect(compare(table, tableOf('b', sound('b')), { entity: 'c' })).rejects.toMatchObject({ fault: { code: 'notFound' } });
    await expect(compare(table, table, { time: 'c' })).rejects.toMatchObject({ fault: { code: 'invalid' } });
    await expect(compare(table, table, { thresholds: { alpha: 5 } })).rejects.toMatchObject({ fault: { code: 'invalid' } });
  });
});
