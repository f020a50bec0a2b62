import { describe, expect, it } from 'vitest';
import { JsonRecords, type RecordText } from '../../../src/core/table/jsonRecords.ts';

function cut(text: string, step: number): RecordText[] {
  const records = new JsonRecords();
  const found: RecordText[] = [];
  for (let at = 0; at < text.length; at += step) found.push(...records.push(text.slice(at, at + step)));
  return found;
}

describe('records of a JSON array', () => {
  const rows = [{ a: 1, b: '}], {"' }, { a: [1, [2]], b: { c: '\\' } }, {}, { a: '\n', b: 'é"\\"' }];
  it.each([1, 2, 3, 5, 1000])('are cut out of it in pieces of %d', (step) => {
    for (const text of [JSON.stringify(rows), JSON.stringify(rows, null, 2), ` \n${rows.map((row) => JSON.stringify(row)).join('\n')}`]) {
      expect(cut(text, step).map((one) => JSON.parse(one.text) as unknown)).toEqual(rows);
    }
  });
  it('know their line', () => {
    expect(cut('[\n {"a":1},\n\n {"a":\n2}]', 4).map(({ line }) => line)).toEqual([2, 4]);
  });
  it('that are not closed are told', () => {
    const records = new JsonRecords();
    expect(records.push('[{"a": 1}, {"a": ')).toHaveLength(1);
    expect(records.isOpen).toBe(true);
  });
});
