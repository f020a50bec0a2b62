import type { LevelColumn } from '../../../core/table/column.ts';
import { LevelTally, type LevelTotals } from '../../../core/table/levelTotals.ts';
import { booleanColumn } from '../../../core/table/makeColumn.ts';
import { elementOf } from './element.ts';
import type { Page } from './pages.ts';
import type { ParquetColumn } from './schema.ts';
import { ParquetTexts } from './texts.ts';

/** Reads texts or truth values as codes of levels. */
export interface CodeReader {
  /** Writes the codes of a page from `start` on; −1 where there is no value. */
  page(page: Page, codes: Int32Array, start: number): void;
  /** The codes of a dictionary's places, where each has one: nothing but places is then left to read of a page. */
  codesOf(page: Page): Int32Array | undefined;
  /** With the levels of the pages so far. */
  column(): Omit<LevelColumn, 'codes'>;
}

export function codeReader(column: ParquetColumn): CodeReader {
  const { name, problems, reading } = column;
  if ('as' in reading && reading.as === 'booleans') return { page: booleanCodes, codesOf: () => undefined, column: () => booleanColumn(name, [], problems) };
  const texts = new ParquetTexts(elementOf(column));
  return {
    page: (page, codes, start) => texts.read(page, codes, start),
    codesOf: (page) => texts.codesOf(page),
    column: () => ({ name, kind: 'categorical', problems, levels: texts.levels }),
  };
}

/** Page by page, without a code for every row of the table. Undefined where no row has a level. */
export async function countLevels(pages: AsyncIterable<Page>, column: ParquetColumn): Promise<LevelTotals | undefined> {
  const read = codeReader(column);
  const tally = new LevelTally();
  let codes = new Int32Array();
  for await (const page of pages) {
    const codeOf = read.codesOf(page);
    if (codeOf !== undefined) {
      if (!tally.addPlaces(page.data as Int32Array, codeOf, page.rows)) throw new Error('a value is not in its dictionary');
      continue;
    }
    if (codes.length < page.rows) codes = new Int32Array(page.rows);
    read.page(page, codes, 0);
    tally.add(codes.subarray(0, page.rows));
  }
  return tally.hasValue ? tally.totals(read.column()) : undefined;
}

function booleanCodes({ rows, data, present }: Page, codes: Int32Array, start: number): void {
  let at = 0;
  for (let row = 0; row < rows; row += 1) {
    const isThere = present?.[row] !== 0;
    codes[start + row] = isThere ? Number(data[at]) : -1;
    if (isThere) at += 1;
  }
}
