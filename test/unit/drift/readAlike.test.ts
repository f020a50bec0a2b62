import { describe, expect, it } from 'vitest';
import type { Column } from '../../../src/core/table/column.ts';
import { booleanColumn, levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';
import { levelTotals } from '../../../src/core/table/levelTotals.ts';
import { readAlike } from '../../../src/core/table/readAlike.ts';
import type { TableSource } from '../../../src/core/table/tableSource.ts';
import { compare, tableOf } from './tables.ts';

const rows = 600;
const signal = new AbortController().signal;
const texts = (of: (at: number) => string | null) => levelColumn('x', Array.from({ length: rows }, (_, at) => of(at)));
const numbers = (of: (at: number) => number) => numberColumn('x', Float64Array.from({ length: rows }, (_, at) => of(at)));

/** A table that stores its kinds and gives totals and pieces, as a Parquet file does. */
function stored(column: Column): TableSource {
  const table = tableOf('stored', column);
  return {
    ...table,
    totals: async (name) => {
      const read = await table.column(name, signal);
      return 'levels' in read ? levelTotals(read) : undefined;
    },
    async *pieces(name) {
      const read = await table.column(name, signal);
      if ('values' in read) yield read.values;
    },
  };
}

const csv = (column: Column): TableSource => ({ ...stored(column), isGuessed: true });

async function both(typed: Column, guessed: Column) {
  const [one, two] = [await compare(stored(typed), csv(guessed)), await compare(csv(guessed), stored(typed), { exactRows: 100 })];
  expect(two.verdict).toBe(one.verdict);
  return { verdict: one.verdict, column: one.columns[0]! };
}

describe('a table of stored kinds beside a text file', () => {
  it('has its digits, dates and truth values read as there', async () => {
    expect(await both(texts((at) => String(at % 2)), numbers((at) => (at + 1) % 2))).toMatchObject({ verdict: 'no-drift', column: { kind: 'numeric', state: 'none' } });
    expect(await both(texts((at) => `${(at % 97) + 1}e2`), numbers((at) => 100 * ((at % 97) + 1)))).toMatchObject({ verdict: 'no-drift', column: { kind: 'numeric' } });
    expect(await both(booleanColumn('x', Array.from({ length: rows }, (_, at) => at % 3 === 0)), numbers((at) => (at % 3 === 0 ? 1 : 0)))).toMatchObject({ verdict: 'no-drift', column: { state: 'none' } });
    expect(await both(texts((at) => String(at % 2)), numbers((at) => 5 + (at % 2)))).toMatchObject({ verdict: 'drift' });
  });

  it('has no value where the text file would have none', async () => {
    const words = (at: number) => (at % 10 === 0 ? 'n/a' : at % 3 === 0 ? 'red' : 'blue');
    const { verdict, column } = await both(texts(words), texts((at) => (words(at) === 'n/a' ? null : words(at))));
    expect([verdict, column.nullShare, column.newCategories, column.vanishedCategories]).toEqual(['no-drift', { reference: 0.1, current: 0.1 }, [], []]);
  });

  it('has numbers in pieces too, and no truth values where there are other numbers than 0 and 1', async () => {
    const [one] = await readAlike(stored(texts((at) => String(at % 5))), csv(numbers((at) => at % 5)), new Set(['x']), signal);
    const pieces: number[] = [];
    for await (const piece of one.pieces!('x', signal)) pieces.push(...piece);
    expect([one.columns[0]!.kind, pieces.slice(0, 6)]).toEqual(['numeric', [0, 1, 2, 3, 4, 0]]);
    const [asIs] = await readAlike(stored(texts((at) => String(at % 5))), csv(numbers((at) => at)), new Set(), signal);
    expect(asIs.columns[0]!.kind).toBe('categorical');
    const flags = booleanColumn('x', Array.from({ length: rows }, (_, at) => at % 3 === 0));
    expect((await both(flags, numbers((at) => at % 50))).column.problems).toMatchObject([{ code: 'typeChange' }]);
    const [nothing] = await readAlike(stored(texts(() => 'n/a')), csv(texts(() => 'red')), new Set(['x']), signal);
    expect([(await nothing.column('x', signal)).kind, await nothing.totals!('x', signal)]).toEqual(['empty', undefined]);
  });

  it('is another type where the texts are no numbers', async () => {
    expect(await both(texts((at) => `word ${at % 7}`), numbers((at) => at))).toMatchObject({ verdict: 'drift', column: { problems: [{ code: 'typeChange' }] } });
  });

  it('has the trouble of a column that cannot be read on that column, whichever side it is', async () => {
    const broken = (table: TableSource): TableSource => ({ ...table, column: () => Promise.reject(new Error('the disk is gone')) });
    const flags = booleanColumn('x', Array.from({ length: rows }, (_, at) => at % 3 === 0));
    for (const [one, two] of [[stored(flags), broken(csv(numbers((at) => at % 2)))], [broken(stored(texts((at) => String(at)))), csv(numbers((at) => at))]] as const) {
      expect((await compare(one, two)).columns).toMatchObject([{ name: 'x', problems: [{ message: expect.stringContaining('the disk is gone') as string }] }]);
    }
  });

  it('stays as it is beside another that stores its kinds', async () => {
    const report = await compare(stored(texts((at) => String(at % 2))), stored(numbers((at) => at % 2)));
    expect(report.columns[0]!.problems).toMatchObject([{ code: 'typeChange' }]);
  });
});
