import { describe, expect, it } from 'vitest';
import { quotedName, quotedText } from '../../../src/io/duckdb/quote.ts';

describe('names and texts in SQL', () => {
  it.each([
    ['plain', '"plain"', "'plain'"],
    ['a"b', '"a""b"', `'a"b'`],
    ["it's", `"it's"`, "'it''s'"],
    ['"; DROP TABLE x; --', '"""; DROP TABLE x; --"', `'"; DROP TABLE x; --'`],
    ['two\nlines\r', '"two\nlines\r"', "'two\nlines\r'"],
    ['é 漢字 😀', '"é 漢字 😀"', "'é 漢字 😀'"],
    ['back\\slash', '"back\\slash"', "'back\\slash'"],
  ])('%j', (name, asName, asText) => {
    expect(quotedName(name)).toBe(asName);
    expect(quotedText(name)).toBe(asText);
  });

  it('that cannot be written are refused', () => {
    expect(() => quotedName('')).toThrow('cannot be written');
    expect(() => quotedName('a\0b')).toThrow('cannot be written');
    expect(() => quotedText('a\0b')).toThrow('cannot be written');
  });
});
