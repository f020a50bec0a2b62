import { describe, expect, it } from 'vitest';
import { isNumberColumn, type Column } from '../../../src/core/table/column.ts';
import { ColumnBuilder, type ColumnPlan, type TextRules } from '../../../src/core/table/columnBuilder.ts';
import type { Cell } from '../../../src/core/table/levels.ts';
import { missingTexts, noMissingTexts } from '../../../src/core/table/missingTexts.ts';

const texts: TextRules = { missing: missingTexts, readsNumbers: true };
const typed: TextRules = { missing: noMissingTexts, readsNumbers: false };

function read(cells: ReadonlyArray<Cell | null>, rules = texts): Column {
  let plan: ColumnPlan | undefined;
  for (let time = 0; time < 2; time += 1) {
    const builder = new ColumnBuilder(rules, plan);
    for (const cell of cells) builder.push(cell);
    const built = builder.finish('x', []);
    if ('column' in built) return built.column;
    plan = built.again;
  }
  throw new Error('two readings were not enough');
}

function valuesOf(column: Column): unknown[] {
  if (column.kind === 'empty') return Array.from({ length: column.rows }, () => null);
  if (isNumberColumn(column)) return [...column.values].map((value) => (Number.isNaN(value) ? null : value));
  return [...column.codes].map((code) => (code < 0 ? null : column.levels[code]));
}

const codesOf = (column: Column) => column.problems.map(({ code }) => code);
const many = <T>(count: number, of: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => of(at));
/** Prices as they are written in half of the world. */
const price = (at: number) => `${at % 3 === 0 ? '1.' : ''}${100 + (at % 900)},${at}`;
const day = (at: number) => new Date(Date.UTC(1990, 0, 1) + at * 86_400_000).toISOString().slice(0, 10);
const slashed = (at: number, monthFirst = false) => {
  const [year, month, date] = day(at).split('-');
  return monthFirst ? `${month}/${date}/${year}` : `${date}/${month}/${year}`;
};

describe('the kind of a column of texts', () => {
  it.each<[string, string[], string, string[]]>([
    ['nothing', [], 'empty', []],
    ['nothing but missing', ['', 'NA', 'null', 'NaN'], 'empty', []],
    ['numbers', ['1', '2.5', '-3', ''], 'numeric', []],
    ['one number', ['7'], 'numeric', []],
    ['a constant', ['7', '7', '7'], 'numeric', []],
    ['infinite', ['1', 'inf', '-Infinity'], 'numeric', ['infinite']],
    ['booleans', ['True', 'false', 'TRUE', ''], 'boolean', []],
    ['zeros and ones', ['0', '1'], 'numeric', []],
    ['texts', ['a', 'b', 'NA'], 'categorical', []],
    ['codes', ['00123', '12345', '99999'], 'categorical', ['codes']],
    ['long digits', ['12345678901234567890', '1'], 'categorical', ['codes']],
    ['signed long digits', ['-9223372036854775807', '1'], 'categorical', ['codes']],
    ['zeros before decimals', ['007', '1.5'], 'numeric', []],
    ['a single zero', ['0', '5'], 'numeric', []],
    ['19 of 20 numbers', [...many(19, String), 'x'], 'numeric', ['notNumbers']],
    ['18 of 20 numbers', [...many(18, String), 'x', 'y'], 'categorical', ['mixedTypes']],
    ['a number among texts', [...many(40, (at) => `t${at}`), '1'], 'categorical', []],
    ['half and half', ['1', 'a', '2', 'b'], 'categorical', ['mixedTypes']],
    ['ISO dates', ['2024-01-01', '2024-01-02T10:00:00', ''], 'datetime', []],
    ['zones and none', ['2024-01-01T00:00Z', '2024-01-02T00:00'], 'datetime', ['mixedZones']],
    ['days first', ['31/01/2024', '01/02/2024'], 'datetime', []],
    ['months first', ['01/31/2024', '01/02/2024'], 'datetime', []],
    ['three ways', ['2024-01-31', '31/01/2024', 'Jan 31, 2024'], 'datetime', ['mixedDateFormats']],
    ['days that nothing tells', ['01/02/2024', '03/04/2024'], 'categorical', ['ambiguousDates']],
    ['days and months first', ['31/01/2024', '01/31/2024', '01/02/2024'], 'datetime', ['ambiguousDates']],
    ['19 of 20 dates', [...many(19, day), 'soon'], 'datetime', ['notDates']],
    ['booleans and numbers', ['true', '1'], 'categorical', ['mixedTypes']],
  ])('%s', (_, cells, kind, problems) => {
    const column = read(cells);
    expect([column.kind, codesOf(column)]).toEqual([kind, problems]);
    expect(valuesOf(column)).toHaveLength(cells.length);
  });

  it('keeps what it cannot take as missing, and says the first of it', () => {
    const column = read([...many(30, String), 'abc', ...many(30, String)]);
    expect(valuesOf(column)[30]).toBeNull();
    expect(column.problems[0]?.message).toBe('1 of 61 values are no numbers and count as missing, the first “abc” in row 31.');
  });

  it('keeps the infinite as it is', () => {
    expect(valuesOf(read(['1', 'inf', '-inf', '']))).toEqual([1, Infinity, -Infinity, null]);
  });

  it('reads ambiguous days as the clear ones of the column', () => {
    expect(valuesOf(read(['31/01/2024', '01/02/2024']))).toEqual([Date.UTC(2024, 0, 31), Date.UTC(2024, 1, 1)]);
    expect(valuesOf(read(['01/31/2024', '01/02/2024']))).toEqual([Date.UTC(2024, 0, 31), Date.UTC(2024, 0, 2)]);
    expect(valuesOf(read(['31/01/2024', '01/31/2024', '01/02/2024']))).toEqual([Date.UTC(2024, 0, 31), Date.UTC(2024, 0, 31), null]);
  });
});

describe('a column of many different values is what a short one is', () => {
  const rows = 12_000;
  it('numbers, and what is none among them', () => {
    const cells = many(rows, (at) => (at % 100 === 99 ? 'odd' : at % 50 === 0 ? '' : `${at}.5`));
    const column = read(cells);
    expect([column.kind, codesOf(column)]).toEqual(['numeric', ['notNumbers']]);
    expect(valuesOf(column)).toEqual(cells.map((cell) => (cell === 'odd' || cell === '' ? null : Number(cell))));
    expect(column.problems[0]?.message).toContain('120 of 11760 values are no numbers');
    expect(column.problems[0]?.message).toContain('“odd” in row 100');
  });
  it('numbers that end in texts are read again as texts', () => {
    const cells = [...many(8_000, String), ...many(4_000, (at) => `t${at}`)];
    const column = read(cells);
    expect([column.kind, codesOf(column)]).toEqual(['categorical', ['mixedTypes']]);
    expect(valuesOf(column)).toEqual(cells);
  });
  it('a leading zero that comes late makes codes of them', () => {
    const cells = [...many(8_000, (at) => String(10_000 + at)), '00042'];
    const column = read(cells);
    expect([column.kind, codesOf(column)]).toEqual(['categorical', ['codes']]);
    expect(valuesOf(column)).toEqual(cells);
    expect(column.problems[0]?.message).toContain('“00042” in row 8001');
  });
  it.each([['day', false], ['month', true]] as const)('dates with the %s first, shown late', (_, monthFirst) => {
    // The first 4,500 distinct ones are of the years' first twelve days, which nothing tells apart.
    const early = many(14_000, (at) => at).filter((at) => Number(day(at).slice(8)) <= 12);
    const order = [...early, 20];
    const column = read(order.map((at) => slashed(at, monthFirst)));
    expect(early.length).toBeGreaterThan(5_000);
    expect([column.kind, codesOf(column)]).toEqual(['datetime', []]);
    expect(valuesOf(column)).toEqual(order.map((at) => Date.UTC(1990, 0, 1) + at * 86_400_000));
  });
  it('texts stay texts, 50,000 of them', () => {
    const cells = many(50_000, (at) => `some longer category ${at}`);
    const column = read(cells);
    expect(column.kind).toBe('categorical');
    expect(valuesOf(column).findIndex((value, at) => value !== cells[at])).toBe(-1);
  });
});

describe('typed cells', () => {
  it('keep numbers and texts apart', () => {
    expect(read(['1', '2'], typed).kind).toBe('categorical');
    expect(read([1, 2, null], typed).kind).toBe('numeric');
    expect(read([true, false, null], typed).kind).toBe('boolean');
    expect(valuesOf(read(['NA', '', null], typed))).toEqual(['NA', '', null]);
    expect(read(['2024-01-01'], typed).kind).toBe('datetime');
  });
  it('one category is one, as number or as text', () => {
    const column = read([1, '1', 'a', 'b', 'c'], typed);
    expect(column).toMatchObject({ kind: 'categorical', levels: ['1', 'a', 'b', 'c'] });
    expect(codesOf(column)).toEqual(['mixedTypes']);
  });
  it('tells texts among numbers', () => {
    const column = read([...many(99, (at) => at), 'x'], typed);
    expect([column.kind, codesOf(column)]).toEqual(['numeric', ['notNumbers']]);
    expect(read([...many(9_000, (at) => at), '12'], typed).kind).toBe('numeric');
  });
});

describe('numbers with a decimal comma', () => {
  it.each([[200], [3_000]])('are kept as text and say so: %i rows', (rows) => {
    const column = read(many(rows, price));
    expect([column.kind, codesOf(column)]).toEqual(['categorical', ['decimalComma']]);
    expect(column.problems[0]!.message).toContain('“1.100,0” in row 1');
  });

  it('are no matter where most of the column is something else', () => {
    expect(codesOf(read(many(100, (at) => (at < 20 ? price(at) : `word ${at}`))))).not.toContain('decimalComma');
    expect(codesOf(read(many(100, (at) => String(at / 8))))).toEqual([]);
  });
});
