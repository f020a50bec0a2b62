import { describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import { completeFilter } from '../../../src/core/filter/complete.ts';
import { parseFilter } from '../../../src/core/filter/filter.ts';
import { byOrder, newestFirst } from '../../../src/core/filter/order.ts';
import { makeRun } from './run.ts';

const run = makeRun({
  name: 'bert-large',
  status: 'failed',
  startedAt: '2026-03-04T05:06:07Z',
  endedAt: '2026-03-04T05:07:07Z',
  commit: '1e5',
  dirty: true,
  metrics: { acc: 0.91, 'val/loss': 0.5, nan: 'NaN', inf: 'Infinity', 'a.b': 3 },
  params: { lr: '0.01', epochs: 10, 'train.opt': 'adam', flag: 'True', text: 'abc' },
  tags: { team: 'nlp' },
});

describe('a filter', () => {
  it.each([
    ['metrics.acc > 0.9', true],
    ['metrics.acc>0.9 and metrics.acc<=0.91', true],
    ['metrics.missing < 1', false],
    ['metrics.missing != 1', false],
    ['not metrics.missing != 1', true],
    ['params.lr <= 0.01', true],
    ['params.lr = 1e-2', true],
    ['params.lr < "0.1"', true],
    ['params.epochs = "10"', true],
    ['params.train.opt = "adam"', true],
    ['params.flag = true', true],
    ['params.text < 5', false],
    ['params.text > "abb"', true],
    ['metrics.`val/loss` < 1', true],
    ['metrics.a.b = 3', true],
    ['metrics.nan < 1 or metrics.nan >= 1', false],
    ['metrics.nan = "NaN"', true],
    ['metrics.inf > 1e300', true],
    ['metrics.acc', true],
    ['dirty and not metrics.missing', true],
    ['name ~ "^bert"', true],
    ['name !~ "large$"', false],
    ['not name ~ "^gpt"', true],
    ['missing ~ "x" or true = true', 'error'],
    ['status in ("finished", "failed")', true],
    ['status not in ("finished", "failed")', false],
    ['metrics.acc in (1, 0.91)', true],
    ['commit = "100000"', false],
    ['commit = "1e5"', true],
    ['duration = 60', true],
    ['startedAt > "2026-03-01" and startedAt < "2026-03-05"', true],
    ['tags.team = "nlp" or metrics.acc > 1 and metrics.acc < 0', true],
    ['(tags.team = "nlp" or metrics.acc > 1) and metrics.acc < 0', false],
    ['NOT (status = "finished") AND 0.9 < metrics.acc', true],
    ["name = 'bert-large'", true],
    ['params.__proto__ = 1', false],
    ['params.toString', false],
    ['metrics.acc > 0.9 and (params.lr <= 0.01 or not name ~ "^bert") and metrics.`val/loss` < 1 and status in ("finished","failed")', true],
  ] as const)('%s is %s', (text, expected) => {
    if (expected === 'error') expect(() => parseFilter(text)).toThrow();
    else expect(parseFilter(text).matches(run)).toBe(expected);
  });

  it.each([
    ['', 0],
    ['metrics.acc >', 13],
    ['metrics.acc > and', 14],
    ['metric.acc > 1', 0],
    ['name = "abc', 7],
    ['metrics.`abc > 1', 8],
    ['(name = "a"', 11],
    ['name = "a" name', 11],
    ['name ~ "("', 7],
    ['name ~ 5', 7],
    ['status in (name)', 11],
    ['"a"', 3],
    ['name § 3', 5],
    [`${'not '.repeat(300)}name`, 800],
  ])('says where “%s” is wrong', (text, column) => {
    let fault;
    try {
      parseFilter(text);
    } catch (error) {
      fault = toFault(error);
    }
    expect(fault).toMatchObject({ code: 'invalid', at: { line: 0, column } });
  });
});

describe('an order', () => {
  const rows = [
    makeRun({ id: 'none' }),
    makeRun({ id: 'ten', params: { n: '10' } }),
    makeRun({ id: 'nine', params: { n: 9 } }),
    makeRun({ id: 'nan', params: { n: 'NaN' } }),
    makeRun({ id: 'text', params: { n: 'abc' } }),
  ];
  it('takes numbers as numbers and puts missing values last both ways', () => {
    const ids = (descending: boolean) => [...rows].sort(byOrder({ key: 'params.n', descending })).map((one) => one.id);
    expect(ids(false)).toEqual(['nine', 'ten', 'text', 'none', 'nan']);
    expect(ids(true)).toEqual(['text', 'ten', 'nine', 'none', 'nan']);
  });
  it('is newest first by default, the queued before all', () => {
    const times = [makeRun({ id: 'old', startedAt: '2025-01-01T00:00:00Z' }), makeRun({ id: 'queued', status: 'queued' }), makeRun({ id: 'new', startedAt: '2026-01-01T00:00:00Z' })];
    expect(times.sort(newestFirst).map((one) => one.id)).toEqual(['queued', 'new', 'old']);
  });
  it('refuses a field that no run has', () => {
    expect(() => byOrder({ key: 'nope', descending: false })).toThrow(/no field/);
  });
});

describe('completion', () => {
  const keys = { metrics: ['acc', 'val/loss'], params: ['lr'], tags: [] };
  const texts = (text: string) => completeFilter(text, text.length, keys).items.map((item) => item.text);
  it('offers keys, operators, values and keywords where they belong', () => {
    expect(texts('met')).toEqual(['metrics.acc', 'metrics.`val/loss`']);
    expect(texts('metrics.v')).toEqual(['metrics.`val/loss`']);
    expect(texts('metrics.acc ')).toContain('>=');
    expect(texts('status = ')).toContain('"failed"');
    expect(texts('status in ("failed", ')).toContain('"finished"');
    expect(texts('metrics.acc > 0.5 ')).toEqual(['and', 'or']);
    expect(texts('metrics.acc > 0.5 and not par')).toEqual(['params.lr', 'parentId']);
    expect(texts('name = "met')).toEqual([]);
  });
  it('only completes to filters that parse', () => {
    for (const text of texts('').filter((one) => one !== 'not')) expect(() => parseFilter(`${text} = 1`)).not.toThrow();
  });
});
