import { describe, expect, it } from 'vitest';
import { parseDataReference } from '../../../src/core/table/dataReference.ts';
import { columnNames } from '../../../src/core/table/columnNames.ts';
import { dateOf } from '../../../src/core/table/dateText.ts';
import { numberOf } from '../../../src/core/table/numberText.ts';
import { encodingOf, isMostlyUtf8, textDecoding } from '../../../src/core/table/textEncoding.ts';

describe('a text that is a number', () => {
  it.each([
    ['1', 1], ['-1.5', -1.5], ['+2', 2], [' 3 ', 3], ['\t4', 4], ['.5', 0.5], ['1.', 1], ['1e5', 1e5], ['1E-3', 1e-3], ['007', 7],
    ['inf', Infinity], ['-Infinity', -Infinity], ['+INF', Infinity], [' inf ', Infinity], ['1e999', Infinity], ['-0', -0],
  ])('%j is %d', (text, value) => expect(numberOf(text)).toBe(value));
  it.each(['', ' ', '1,5', '0x1F', '0b1', '1_000', '1e', '--1', '.', '-', '1 2', '1.5.2', '\u00a01', 'nan', 'infinit', 'x', 'inf x', 'Infinityx', '１'])(
    '%j is none', (text) => expect(numberOf(text)).toBeNaN(),
  );
});

describe('a text that is a date', () => {
  const at = (text: string, order?: 'day' | 'month' | 'none') => dateOf(text, order)?.ms;
  it.each([
    ['2024-01-31', Date.UTC(2024, 0, 31)],
    ['2024-1-5', Date.UTC(2024, 0, 5)],
    ['2024/01/31', Date.UTC(2024, 0, 31)],
    ['2024-01-31T10:20:30Z', Date.UTC(2024, 0, 31, 10, 20, 30)],
    ['2024-01-31 10:20:30.123456', Date.UTC(2024, 0, 31, 10, 20, 30) + 123.456],
    ['2024-01-31T10:20+02:30', Date.UTC(2024, 0, 31, 7, 50)],
    ['2024-01-31T10:20:00-0800', Date.UTC(2024, 0, 31, 18, 20)],
    ['31.01.2024', Date.UTC(2024, 0, 31)],
    ['31/01/2024', Date.UTC(2024, 0, 31)],
    ['01/31/2024 5:30 PM', Date.UTC(2024, 0, 31, 17, 30)],
    ['12/12/2024 12:00 am', Date.UTC(2024, 11, 12)],
    ['5 Jan 2020', Date.UTC(2020, 0, 5)],
    ['05-Sept-2020', Date.UTC(2020, 8, 5)],
    ['Feb 29, 2024', Date.UTC(2024, 1, 29)],
    ['1969-12-31', -86_400_000],
    ['0001-01-01', new Date('0001-01-01T00:00:00Z').getTime()],
    ['9999-12-31', Date.UTC(9999, 11, 31)],
    ['2000-02-29', Date.UTC(2000, 1, 29)],
  ])('%s', (text, ms) => expect(at(text)).toBe(ms));
  it.each(['2023-02-29', '1900-02-29', '2024-13-01', '2024-00-10', '32/01/2024', '2024-01-31T25:00', '2024-01-31 10:61', '13:00 2024-01-01', '20240131',
    '31-01/2024', '1/2/24', 'Foo 5, 2020', '2024-01-31x', '5:30 PM', '12345-01-01', '2024-01-01 13:00 PM'])('%s is none', (text) => expect(at(text)).toBeUndefined());
  it('has the day or the month first as it is asked for, and is unread without', () => {
    expect(at('03/04/2024', 'day')).toBe(Date.UTC(2024, 3, 3));
    expect(at('03/04/2024', 'month')).toBe(Date.UTC(2024, 2, 4));
    expect(at('03/04/2024', 'none')).toBeNaN();
    expect(at('05/05/2024', 'none')).toBe(Date.UTC(2024, 4, 5));
    expect(['13/04/2024', '04/13/2024', '05/05/2024', '03/04/2024'].map((text) => dateOf(text)?.proof)).toEqual(['day', 'month', 'same', 'either']);
  });
  it('counts days as the calendar does', () => {
    const wrong: string[] = [];
    for (let ms = Date.UTC(1599, 11, 25); ms < Date.UTC(2801, 0, 5); ms += 86_400_000 * 17) {
      const day = new Date(ms).toISOString().slice(0, 10);
      if (at(day) !== ms) wrong.push(day);
    }
    expect(wrong).toEqual([]);
  });
});

describe('names of columns', () => {
  const names = (...written: string[]) => columnNames(written).map(({ name }) => name);
  it('are told apart and told of', () => {
    expect(names('a', 'b')).toEqual(['a', 'b']);
    expect(names('a', 'a', 'a')).toEqual(['a', 'a (2)', 'a (3)']);
    expect(names('a', 'a (2)', 'a')).toEqual(['a', 'a (2)', 'a (2) (2)']);
    expect(names('', 'x', ' ')).toEqual(['c1', 'x', 'c3']);
    expect(names('c2', '')).toEqual(['c2', 'c2 (2)']);
    expect(new Set(names('a', '', 'a', 'c2', 'a (2)', '', 'a')).size).toBe(7);
    expect(columnNames(['a', 'b', 'a']).map(({ problems }) => problems.map(({ code }) => code))).toEqual([['duplicateName'], [], ['duplicateName']]);
  });
});

describe('an encoding', () => {
  const text = 'name,stadt\nä,Köln €\n';
  const utf16 = (swap: boolean, mark: boolean) => {
    const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');
    return new Uint8Array(swap ? bytes.swap16() : bytes);
  };
  it('shows by its mark, or by where zeros are', () => {
    expect(encodingOf(Buffer.from(`\ufeff${text}`))).toEqual({ name: 'utf-8', isGuess: false });
    expect(encodingOf(Buffer.from(text)).name).toBe('utf-8');
    expect(encodingOf(utf16(false, true))).toEqual({ name: 'utf-16le', isGuess: false });
    expect(encodingOf(utf16(true, true))).toEqual({ name: 'utf-16be', isGuess: false });
    expect(encodingOf(utf16(false, false))).toEqual({ name: 'utf-16le', isGuess: true });
    expect(encodingOf(utf16(true, false))).toEqual({ name: 'utf-16be', isGuess: true });
    expect(encodingOf(new Uint8Array()).name).toBe('utf-8');
  });
  it('tells broken UTF-8 from another encoding', () => {
    expect(isMostlyUtf8(Buffer.concat([Buffer.from('ä ö ü'), Buffer.of(0xff)]))).toBe(true);
    expect(isMostlyUtf8(Buffer.from('ä ö ü', 'latin1'))).toBe(false);
    expect(isMostlyUtf8(Buffer.of(0xe4, 0x62))).toBe(false);
  });
  it.each([
    ['utf-16le', utf16(false, true)],
    ['utf-16be', utf16(true, true)],
    ['utf-8', Buffer.from(`\ufeff${text}`)],
    ['windows-1252', Buffer.from([...text].map((one) => (one === '€' ? 0x80 : one.charCodeAt(0))))],
  ] as const)('%s is decoded across any cut', (name, bytes) => {
    for (const step of [1, 3, 7, 1000]) {
      const decoding = textDecoding(name);
      let read = '';
      for (let at = 0; at < bytes.length; at += step) read += decoding.decode(bytes.subarray(at, at + step));
      expect(read + decoding.end()).toBe(text);
    }
  });
});

describe('DATA', () => {
  const parse = (text: string) => parseDataReference(text, ['alpha', 'beta']);
  it.each([
    ['data/train.csv', { kind: 'file', path: 'data/train.csv' }],
    ['C:\\data\\x.csv', { kind: 'file', path: 'C:\\data\\x.csv' }],
    ['odd:name.csv', { kind: 'file', path: 'odd:name.csv' }],
    ['a%20b.csv', { kind: 'file', path: 'a%20b.csv' }],
    ['alpha:data/x.csv@v1', { kind: 'provided', provider: 'alpha', reference: 'data/x.csv@v1' }],
    ['sqlite:a#b.db#t', { kind: 'database', engine: 'sqlite', path: 'a#b.db', table: 't' }],
    ['duckdb:C:\\x.db#t', { kind: 'database', engine: 'duckdb', path: 'C:\\x.db', table: 't' }],
  ])('%s', (text, reference) => expect(parse(text)).toEqual(reference));
  it.each(['', ' ', 'sqlite:x.db', 'sqlite:#t', 'sqlite:x.db#', 'alpha:'])('%j is none', (text) => expect(() => parse(text)).toThrow());
});
