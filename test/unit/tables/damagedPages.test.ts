import { describe, expect, it } from 'vitest';
import { ParquetNumbers } from '../../../src/io/table/parquet/numbers.ts';
import { ParquetTexts } from '../../../src/io/table/parquet/texts.ts';
import type { Page } from '../../../src/io/table/parquet/pages.ts';

const numbers = Float64Array.of(1.5, 2.5);
const texts = [Uint8Array.of(97), Uint8Array.of(98)];

/** Pages of three rows whose places lead into a dictionary of two. */
function pages(dictionary: Page['dictionary'], places: readonly number[]): Page[] {
  const present = Uint8Array.of(1, 0, 1);
  const data = Int32Array.from(places);
  return [
    { rows: 3, data: Int32Array.of(0, ...data), dictionary, present: undefined },
    { rows: 3, data, dictionary, present },
  ];
}

describe('a page whose places lead beyond its dictionary', () => {
  const element = { name: 'x', type: 'DOUBLE' } as const;
  const textElement = { name: 'x', type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;

  it.each([2, -1])('is refused: place %i', (place) => {
    for (const page of pages(numbers, [1, place])) expect(() => new ParquetNumbers(element).read(page)).toThrow('not in its dictionary');
    for (const page of pages(texts, [1, place])) expect(() => new ParquetTexts(textElement).read(page, new Int32Array(3), 0)).toThrow('not in its dictionary');
  });

  it('is read where all of them lead into it', () => {
    const read = pages(numbers, [1, 0]).map((page) => [...new ParquetNumbers(element).read(page)]);
    expect(read).toEqual([[1.5, 2.5, 1.5], [2.5, Number.NaN, 1.5]]);
  });

  it('and one with fewer values than rows that have one', () => {
    const present = Uint8Array.of(1, 1, 1);
    expect(() => new ParquetNumbers(element).read({ rows: 3, data: numbers, dictionary: undefined, present })).toThrow('a value is missing');
  });
});
