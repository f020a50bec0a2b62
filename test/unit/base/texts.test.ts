import { describe, expect, it } from 'vitest';
import { listedName, splitNames } from '../../../src/core/base/nameList.ts';
import { shellQuoted } from '../../../src/core/base/shellQuoted.ts';

describe('names between commas', () => {
  it('come back as they were, whatever is in them', () => {
    for (const names of [['sex', 'age'], ['income, gross', 'a\\b', '\\', ',', '\\,'], ['one']]) expect(splitNames(names.map(listedName).join(','))).toEqual(names);
    expect(splitNames('sex,age')).toEqual(['sex', 'age']);
    expect(splitNames('C:\\data')).toEqual(['C:\\data']);
    expect(splitNames('')).toEqual(['']);
    expect(splitNames(',a,')).toEqual(['', 'a', '']);
  });
});

describe('a word for a shell', () => {
  it('stays one word', () => {
    expect([shellQuoted('train.py'), shellQuoted('a b'), shellQuoted("it's; rm -rf ~")]).toEqual(['train.py', "'a b'", "'it'\\''s; rm -rf ~'"]);
  });
});
