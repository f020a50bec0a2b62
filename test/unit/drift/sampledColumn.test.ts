import { describe, expect, it } from 'vitest';
import { sampledColumn } from '../../../src/core/drift/looks/sampledColumn.ts';
import { levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';
import { memoryTable } from '../../../src/core/table/memoryTable.ts';
import { takeRows } from '../../../src/core/table/takeRows.ts';
import type { TableSource } from '../../../src/core/table/tableSource.ts';

const { signal } = new AbortController();
const columns = [
  numberColumn('numbers', [1, null, 3, 4, null, 6, 7, 8, Infinity, 10]),
  numberColumn('nothing', Array.from({ length: 10 }, () => null)),
  numberColumn('times', [5, 4, 3, 2, 1, 0, 1, 2, 3, 4], { kind: 'datetime' }),
  levelColumn('texts', ['a', null, 'b', 'a', 'c', 'c', 'c', 'a', 'b', null]),
];
const whole = memoryTable('t', columns);

/** One memory for every piece, as a source may have it. */
function inPieces(length: number): TableSource {
  return {
    ...whole,
    async *pieces(name) {
      const { values } = columns.find((column) => column.name === name) as (typeof columns)[number] & { values: Float64Array };
      const piece = new Float64Array(length);
      for (let from = 0; from < values.length; from += length) {
        const part = values.subarray(from, from + length);
        piece.set(part);
        yield piece.subarray(0, part.length);
      }
    },
  };
}

describe('rows of a column', () => {
  it('are the same whether it is read whole or in pieces', async () => {
    for (const rows of [[], [0], [9], [0, 3, 4, 8], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]) {
      for (const name of ['numbers', 'times', 'texts']) {
        const wanted = takeRows(await whole.column(name, signal), Int32Array.from(rows));
        for (const length of [1, 3, 10, 64]) expect(await sampledColumn(inPieces(length), name, Int32Array.from(rows), signal)).toEqual(wanted);
      }
    }
  });

  it('of a column without a value are empty, as that column is', async () => {
    expect(await sampledColumn(inPieces(4), 'nothing', Int32Array.of(1, 2), signal)).toEqual({ name: 'nothing', kind: 'empty', problems: [], rows: 2 });
    await expect(sampledColumn(inPieces(4), 'none', Int32Array.of(1), signal)).rejects.toThrow('no column');
  });
});
