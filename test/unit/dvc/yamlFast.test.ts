import { describe, expect, it } from 'vitest';
import { parseFullYaml } from '../../../src/providers/dvc/formats/yaml.ts';
import { parseFastYaml } from '../../../src/providers/dvc/formats/yamlFast.ts';

const inSubset = [
  '',
  '# only a comment\n',
  'lr: 0.5\nname: tree\nflag: true\nnothing:\n',
  'a:\n  b:\n    c: 1e3\n    d: 010\n  e: yes\n',
  'list:\n- 1\n- two\n- 3.5\n',
  'list:\n  - path: x\n    md5: abc\n  - path: y\n',
  'columns: [id, class]\nnumbers: [1, 2.5, -3, .inf]\n',
  'words: [yes, no, null, ~, 2020-01-02]\n',
  'long: one two\n  three four\nnext: 1\n',
  "quoted: '1'\ndouble: \"x y\"\nempty: []\nmap: {}\n",
  'date: 2020-01-02\ntime: 2020-01-02 03:04:05\n',
];
const outside = [
  'list: [1, [2, 3]]\n',
  'list: [a: 1]\n',
  'list: ["a, b"]\n',
  'list: [1, 2, ]\n',
  'list: [1, 2] # words\n',
  'list: [1,\n  2]\n',
  'a: &x 1\nb: *x\n',
  'a: !!str 1\n',
  'a: |\n  text\n',
  'a: 1\na: 2\n',
  'a: "x\\ny"\n',
  '? a\n: b\n',
  '--- \na: 1\n',
  'true: 1\n',
];

describe('the fast reader of YAML', () => {
  it.each(inSubset)('reads as the full parser does: %j', (text) => {
    for (const markFloats of [false, true]) {
      const fast = parseFastYaml(text, markFloats);
      expect(fast).not.toBeUndefined();
      expect(fast).toEqual(parseFullYaml(text, markFloats));
    }
  });

  it.each(outside)('leaves to the full parser: %j', (text) => {
    expect(parseFastYaml(text, false)).toBeUndefined();
  });

  it('never answers differently, whatever the pieces', () => {
    const keys = ['a', 'b c', 'on', '1', 'x.y', 'ö', "'q'", '-k', 'a:b'];
    const values = ['1', '-1', '1_000', '0x1F', '1e3', '.5', 'a b', '[1, b]', '[ ]', '[a,b]', '[-, 1]', '[1.0, x-y]', '{a: 1}', '"s"', "'it''s'", '', '# c', '1 # c', 'x#y', '*a', '12:30', 'http://x', '- 1', '@x', '[a b, c/d]', '[=, 1]'];
    let random = 7;
    const pick = <T>(all: readonly T[]): T => {
      random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
      return all[Math.floor((random / 2_147_483_648) * all.length)] as T;
    };
    let compared = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const lines = Array.from({ length: 1 + (round % 4) }, () => `${pick(['', '', '  ', '- '])}${pick(keys)}:${pick([' ', ' ', '', '  '])}${pick(values)}`);
      const text = `${lines.join('\n')}\n`;
      const fast = attempt(() => parseFastYaml(text, false));
      if (fast === undefined) continue;
      compared += 1;
      expect({ text, value: fast }).toEqual({ text, value: attempt(() => parseFullYaml(text, false)) });
    }
    expect(compared).toBeGreaterThan(500);
  });
});

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return 'refused';
  }
}
