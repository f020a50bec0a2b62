import { expect, it } from 'vitest';
import { cutWindows } from '../../../src/core/monitor/cutWindows.ts';
import { parseWindow } from '../../../src/core/monitor/windowRule.ts';

const day = 86_400_000;
const at = (text: string) => Date.parse(text);

it('cuts by time at whole multiples, weeks on Mondays, and leaves empty windows out', () => {
  const times = Float64Array.of(at('2026-03-04T10:00Z'), at('2026-03-01T23:59Z'), NaN, at('2026-03-02T00:00Z'), at('2026-03-20T00:00Z'));
  const { windows, untimed } = cutWindows({ kind: 'time', ms: 7 * day }, 5, times, at('2026-03-20T12:00Z'));
  expect(untimed).toBe(1);
  expect(windows.map(({ fromMs, rows, isOpen }) => [new Date(fromMs!).toISOString().slice(0, 10), [...rows], isOpen])).toEqual([
    ['2026-02-23', [1], false],
    ['2026-03-02', [0, 3], false],
    ['2026-03-16', [4], true],
  ]);
});

it('gives a row the same window however much history is read', () => {
  const all = Float64Array.from({ length: 200 }, (_, row) => at('2026-01-01T05:00Z') + row * day * 0.37);
  const rule = { kind: 'time', ms: 3 * day } as const;
  const whole = cutWindows(rule, 200, all, Infinity).windows;
  const late = cutWindows(rule, 120, all.slice(80), Infinity).windows;
  expect(late.slice(1).map(({ fromMs, rows }) => [fromMs, rows.length])).toEqual(whole.slice(-(late.length - 1)).map(({ fromMs, rows }) => [fromMs, rows.length]));
});

it('cuts by rows, the last one open where it is short', () => {
  const { windows } = cutWindows({ kind: 'rows', rows: 4 }, 10, null, 0);
  expect(windows.map(({ rows, isOpen, fromMs }) => [rows.length, isOpen, fromMs])).toEqual([[4, false, null], [4, false, null], [2, true, null]]);
});

it('takes the whole as one window, and nothing of nothing', () => {
  expect(cutWindows({ kind: 'whole' }, 3, Float64Array.of(5, NaN, 2), 0).windows).toMatchObject([{ fromMs: 2, toMs: 5, isOpen: false }]);
  expect(cutWindows({ kind: 'whole' }, 0, null, 0).windows).toEqual([]);
  expect(() => cutWindows({ kind: 'time', ms: day }, 1, null, 0)).toThrow('need a time column');
});

it.each([
  ['7d', { kind: 'time', ms: 7 * day }],
  ['12 h', { kind: 'time', ms: day / 2 }],
  ['1000 rows', { kind: 'rows', rows: 1000 }],
  ['1 row', { kind: 'rows', rows: 1 }],
  ['all', { kind: 'whole' }],
  ['0 rows', undefined],
  ['0d', undefined],
  ['7', undefined],
  ['-1d', undefined],
])('reads “%s”', (text, rule) => {
  expect(parseWindow(text)).toEqual(rule);
});
