import { describe, expect, it } from 'vitest';
import { compareData, sameDigests } from '../../../src/core/compare/compareData.ts';
import { compareMetrics, compareParams } from '../../../src/core/compare/compareRuns.ts';
import type { Comparison } from '../../../src/core/compare/comparison.ts';
import { toCsv } from '../../../src/core/compare/csv.ts';
import { guessDirection } from '../../../src/core/compare/direction.ts';
import { toMarkdown } from '../../../src/core/compare/markdown.ts';
import { makeRun } from '../filter/run.ts';

const a = makeRun({ id: 'a:1', params: { lr: 0.1, same: 1, flag: true, only: 'x' }, metrics: { acc: 0.5, loss: 'NaN', odd: 2 }, datasets: [{ name: 'train', digest: 'md5:1', context: null }] });
const b = makeRun({ id: 'b:2', params: { lr: '0.20', same: '1.0', flag: 'True' }, metrics: { acc: '0.75', loss: 1, new: 3 }, datasets: [{ name: 'train', digest: 'md5:2', context: null }, { name: 'test', digest: null, context: null }] });

describe('compared params', () => {
  it('are the union, differing ones first, numerically equal ones equal', () => {
    expect(compareParams([a, b])).toEqual([
      { key: 'lr', values: [0.1, '0.20'], differs: true },
      { key: 'only', values: ['x', null], differs: true },
      { key: 'flag', values: [true, 'True'], differs: false },
      { key: 'same', values: [1, '1.0'], differs: false },
    ]);
  });
  it('do not read what an object inherits', () => {
    expect(compareParams([makeRun({ params: { constructor: 1 } }), makeRun({})])[0]).toEqual({ key: 'constructor', values: [1, null], differs: true });
  });
});

describe('compared metrics', () => {
  it('have a delta to the baseline where both are numbers', () => {
    const rows = compareMetrics([a, b], 1, new Map([['odd', 'minimize' as const]]));
    expect(rows).toEqual([
      { key: 'acc', values: [0.5, '0.75'], delta: [-0.25, 0], direction: 'maximize', directionFrom: 'name' },
      { key: 'loss', values: ['NaN', 1], delta: [null, 0], direction: 'minimize', directionFrom: 'name' },
      { key: 'new', values: [null, 3], delta: [null, 0], direction: null, directionFrom: null },
      { key: 'odd', values: [2, null], delta: [null, null], direction: 'minimize', directionFrom: 'file' },
    ]);
  });
  it.each([
    ['accuracy', 'maximize'], ['val/f1-score', 'maximize'], ['trainLoss', 'minimize'], ['rmse', 'minimize'], ['step', null],
    ['error_rate', 'minimize'], ['score_loss', 'minimize'], ['capacity', null],
  ])('guess the direction of %s: %s', (key, direction) => {
    expect(guessDirection(key)).toBe(direction);
  });
});

describe('compared data', () => {
  it('knows one content however a tracker writes its digest', () => {
    expect(sameDigests('md5:B90E.dir', 'b90e')).toBe(true);
    expect(sameDigests('md5:b90e md5:1', 'b90e 1')).toBe(true);
    expect([sameDigests('md5:b90e', 'b90f'), sameDigests(null, 'b90e'), sameDigests(null, null)]).toEqual([false, false, true]);
  });

  it('is by name and digest', () => {
    expect(compareData([a, b])).toEqual([
      { name: 'test', values: [null, ''], differs: true },
      { name: 'train', values: ['md5:1', 'md5:2'], differs: true },
    ]);
  });

  it('is one row where two trackers name the same content differently', () => {
    const folder = 'B90e51290f55f348fc2f7afcdbe32723';
    const dvc = makeRun({ id: 'a:3', datasets: [{ name: 'data/samples', digest: `md5:${folder.toLowerCase()}.dir`, context: 'input' }, { name: 'copy', digest: `md5:${folder}.dir`, context: 'output' }] });
    const other = makeRun({ id: 'b:3', datasets: [{ name: 'samples', digest: folder, context: 'training' }] });
    expect(compareData([dvc, other])).toEqual([
      { name: 'copy', values: [`md5:${folder}.dir`, null], differs: true },
      { name: 'data/samples', values: [`md5:${folder.toLowerCase()}.dir`, folder], differs: false },
    ]);
  });
});

const hostile: Comparison = {
  runs: ['a:1', 'b:2'],
  params: [{ key: '=HYPERLINK("http://x","y")', values: ['@SUM(A1)', '-5'], differs: true }],
  metrics: [{ key: 'a|b\n\u001b[31m', values: ['<script>', 2], delta: [null, 0], direction: null, directionFrom: null }],
  code: { from: 'a'.repeat(40), to: 'b'.repeat(40), files: [{ path: '[x](javascript:alert(1))', status: 'added' }] },
  data: [],
  environment: null,
};

describe('exports', () => {
  it('write no formula into a spreadsheet', () => {
    const lines = toCsv(hostile, ['a:1', '+b']).split('\r\n');
    expect(lines[0]).toBe("group,key,a:1,'+b");
    expect(lines[1]).toContain('"a|b\n');
    expect(lines.slice(1).join('\r\n')).toContain(`param,"'=HYPERLINK(""http://x"",""y"")",'@SUM(A1),-5`);
  });
  it('write no HTML, link, escape or table break into Markdown', () => {
    const text = toMarkdown(hostile, ['<img src=x onerror=1>', 'b'], 1);
    expect(text).not.toMatch(/<(?:img|script)|\]\(|\u001b|[^\\]\|b/);
    expect(text).toContain('&lt;script');
    expect(text).toContain('b (baseline)');
  });
  it('show deltas and mark a guessed direction', () => {
    const comparison: Comparison = { ...hostile, params: [], code: null, metrics: compareMetrics([a, b], 0, new Map()) };
    expect(toMarkdown(comparison, ['one', 'two'], 0)).toContain('| acc ↑ (guessed) | 0.5 | 0.75 (+0.25) |');
  });
});
