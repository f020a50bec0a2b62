import { describe, expect, it } from 'vitest';
import { ParquetNumbers } from '../../../src/io/table/parquet/numbers.ts';
import { ParquetTexts } from '../../../src/io/table/parquet/texts.ts';
import { flatPage, type Decoder } from '../../../src/io/table/parquet/flatPage.ts';
import { takeMemory } from '../../../src/io/table/parquet/pageMemory.ts';
import type { Page } from '../../../src/io/table/parquet/pages.ts';
import { plainValues } from '../../../src/io/table/parquet/plain.ts';

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

describe('a page with fewer values than it says', () => {
  type Header = Parameters<typeof flatPage>[1];
  const header = (rows: number, size: number) => ({ type: 'DATA_PAGE', uncompressed_page_size: size, compressed_page_size: size, data_page_header: { encoding: 'PLAIN', num_values: rows } }) as unknown as Header;
  const decoder = (codec: string, repetition: string) =>
    ({ type: 'DOUBLE', codec, element: { name: 'x', type: 'DOUBLE', repetition_type: repetition }, schemaPath: [], pathInSchema: ['x'] }) as unknown as Decoder;
  const bytesOf = (values: readonly number[]) => new Uint8Array(Float64Array.from(values).buffer);
  /** As one element of Snappy that is bytes as they are. */
  const snappy = (bytes: Uint8Array) => Uint8Array.of(bytes.length, (bytes.length - 1) << 2, ...bytes);
  /** Levels of so many rows, all with a value, before the values. */
  const optional = (values: readonly number[], rows: number) => Uint8Array.of(2, 0, 0, 0, rows << 1, 1, ...bytesOf(values));

  it('is refused where the page before it was longer and lies in the same memory', () => {
    const memory = takeMemory();
    const required = decoder('SNAPPY', 'REQUIRED');
    expect([...flatPage(snappy(bytesOf([10, 20, 30, 40])), header(4, 32), required, memory).data]).toEqual([10, 20, 30, 40]);
    expect(() => flatPage(snappy(bytesOf([1, 2])), header(4, 16), required, memory)).toThrow('end early');
    expect([...flatPage(snappy(bytesOf([1, 2])), header(2, 16), required, memory).data]).toEqual([1, 2]);
  });

  it('is refused where its levels say so, wherever its numbers begin', () => {
    const memory = takeMemory();
    const nullable = decoder('SNAPPY', 'OPTIONAL');
    for (let round = 0; round < 3; round += 1) {
      expect([...flatPage(snappy(optional([10, 20, 30, 40], 4)), header(4, 38), nullable, memory).data]).toEqual([10, 20, 30, 40]);
      expect(() => flatPage(snappy(optional([1, 2], 3)), header(3, 22), nullable, memory)).toThrow('end early');
    }
  });

  it('is refused where the next page lies behind it in the file', () => {
    const file = bytesOf([1, 2, 777, 888]);
    expect(() => flatPage(file.subarray(0, 16), header(4, 16), decoder('UNCOMPRESSED', 'REQUIRED'), takeMemory())).toThrow('end early');
  });

  it.each([
    ['BOOLEAN', 1, 9, undefined],
    ['INT32', 8, 3, undefined],
    ['FLOAT', 8, 3, undefined],
    ['INT64', 16, 3, undefined],
    ['INT96', 24, 3, undefined],
    ['FIXED_LEN_BYTE_ARRAY', 10, 3, 5],
    ['BYTE_ARRAY', 9, 1, undefined],
  ] as const)('is refused for every type: %s', (type, size, count, typeLength) => {
    // A text whose length leads beyond the page.
    const memory = new Uint8Array(64);
    memory[0] = 8;
    expect(() => plainValues(memory.subarray(0, size), type, count, typeLength)).toThrow('end early');
  });
});
