import { describe, expect, it } from 'vitest';
import { levelTotals } from '../../../src/core/table/levelTotals.ts';
import { codeReader, countLevels } from '../../../src/io/table/parquet/levels.ts';
import type { Page } from '../../../src/io/table/parquet/pages.ts';
import type { ParquetColumn } from '../../../src/io/table/parquet/schema.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const column = {
  name: 'x',
  problems: [],
  reading: { as: 'texts' },
  path: [{ element: { name: 'x', type: 'BYTE_ARRAY', converted_type: 'UTF8' } }],
} as unknown as ParquetColumn;

async function* given(pages: readonly Page[]): AsyncGenerator<Page> {
  yield* pages;
}

/** A page of so many rows; every `hole`th has no value, the others have places in turns. */
function page(dictionary: Page['dictionary'], rows: number, places: number, hole = Infinity): Page {
  const present = Uint8Array.from({ length: rows }, (_, row) => Number((row + 1) % hole !== 0));
  const count = present.reduce((sum, one) => sum + one, 0);
  return { rows, data: Int32Array.from({ length: count }, (_, at) => (at * 7) % places), dictionary, present: count < rows ? present : undefined };
}

/** What reading every row makes of them. */
function byRows(pages: readonly Page[]) {
  const rows = pages.reduce((sum, one) => sum + one.rows, 0);
  const codes = new Int32Array(rows);
  const reader = codeReader(column);
  let start = 0;
  for (const one of pages) {
    reader.page(one, codes, start);
    start += one.rows;
  }
  return levelTotals({ ...reader.column(), codes });
}

describe('levels counted page by page', () => {
  const first = ['b', 'a', 'c', 'a'].map(bytesOf);
  const second = ['c', 'd', 'b'].map(bytesOf);
  it.each([
    ['a dictionary whose values are all met', [page(first, 11, 4), page(first, 12, 4), page(first, 7, 3)]],
    ['one that holds what no row has', [page(first, 9, 2), page(first, 9, 2), page(first, 9, 4), page(first, 9, 1)]],
    ['rows without a value', [page(first, 20, 4, 3), page(first, 21, 4, 2), page(first, 3, 4, 1)]],
    ['another dictionary behind it, and the first once more', [page(first, 9, 4), page(second, 9, 3), page(second, 4, 3, 2), page(first, 5, 4), page(first, 6, 4)]],
    ['texts without one in between', [page(first, 9, 4), { rows: 2, data: [bytesOf('z'), bytesOf('a')], dictionary: undefined, present: undefined }, page(first, 8, 4)]],
  ] satisfies Array<[string, Page[]]>)('are those of its rows: %s', async (_, pages) => {
    const counted = await countLevels(given(pages), column);
    const whole = byRows(pages);
    expect({ ...counted, counts: [...Array.from(counted?.counts ?? [])] }).toEqual({ ...whole, counts: [...Array.from(whole.counts)] });
  });

  it('are refused where a place leads beyond its dictionary', async () => {
    const beyond = { ...page(first, 4, 4), data: Int32Array.of(0, 1, 2, 4) };
    await expect(countLevels(given([page(first, 9, 4), beyond]), column)).rejects.toThrow('not in its dictionary');
    await expect(countLevels(given([page(first, 9, 4), { ...beyond, data: Int32Array.of(0, -1, 2, 3) }]), column)).rejects.toThrow('not in its dictionary');
  });
});
