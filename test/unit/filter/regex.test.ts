import { describe, expect, it } from 'vitest';
import { compileRegex } from '../../../src/core/filter/regex.ts';

/** A small generator with a seed, so that a failure can be repeated. */
function generator(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

function randomPattern(next: (below: number) => number, depth: number): string {
  const atoms = ['a', 'b', 'c', '.', '[ab]', '[^a]', '\\d', '\\w', '\\s', '\\b', '^', '$', '[a-c1]', '\\.'];
  const quantifiers = ['', '', '', '*', '+', '?', '{2}', '{1,3}', '{2,}', '*?'];
  let text = '';
  for (let count = 1 + next(4); count > 0; count -= 1) {
    const isGroup = depth > 0 && next(4) === 0;
    const atom = isGroup ? `(?:${randomPattern(next, depth - 1)}${next(2) ? `|${randomPattern(next, depth - 1)}` : ''})` : (atoms[next(atoms.length)] ?? 'a');
    text += atom + (/^(?:\^|\$|\\b)$/.test(atom) ? '' : (quantifiers[next(quantifiers.length)] ?? ''));
  }
  return text;
}

describe('the regex of a filter', () => {
  it('agrees with the language’s own on 3,000 random patterns', () => {
    const next = generator(42);
    for (let round = 0; round < 3000; round += 1) {
      const pattern = randomPattern(next, 2);
      const test = compileRegex(pattern);
      const reference = new RegExp(pattern, 'u');
      for (let count = 0; count < 5; count += 1) {
        const text = Array.from({ length: next(9) }, () => 'abc1. \n'[next(7)]).join('');
        expect(test(text), `${pattern} on ${JSON.stringify(text)}`).toBe(reference.test(text));
      }
    }
  });

  it.each([
    ['(?i)BERT', 'a bert b', true],
    ['(?i)\\D[A-F]', 'xE', true],
    ['^😀+$', '😀😀', true],
    ['[😀-😂]', '😁', true],
    ['', 'anything', true],
    ['a{0}', '', true],
    ['[]a]', ']', true],
    ['[a-]', '-', true],
    ['val/loss', 'val/loss', true],
    ['\\$\\(', 'x$(y', true],
  ])('%s on %s', (pattern, text, expected) => {
    expect(compileRegex(pattern)(text)).toBe(expected);
  });

  it.each(['(', ')', 'a**b(', '*a', 'a{3,1}', '(?=a)', '(?<x>a)', '\\1', '[b-a]', '[a', '\\', 'a{99999}', '\\p{L}', '((a{1000}){1000}){9}'])(
    'refuses %s in words',
    (pattern) => {
      expect(() => compileRegex(pattern)).toThrow(/[a-z]/);
    },
  );

  it('stays linear where a backtracking matcher needs for ever', () => {
    const startedMs = performance.now();
    expect(compileRegex('^(a+)+$')(`${'a'.repeat(20_000)}b`)).toBe(false);
    expect(compileRegex('(a|aa)*c')('a'.repeat(20_000))).toBe(false);
    expect(compileRegex('(x+x+)+y')('x'.repeat(20_000))).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(3000);
  });
});
