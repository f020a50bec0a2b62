import { describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import { checkReport } from '../../../src/core/drift/checkReport.ts';
import { columnReads } from '../../../src/core/drift/columnReads.ts';
import { readAllEvidence, readEvidence } from '../../../src/core/drift/evidence.ts';
import { driftHtml } from '../../../src/core/drift/export/html.ts';
import { driftMarkdown } from '../../../src/core/drift/export/markdown.ts';
import { engineText, percent, pText, shortNumber, windowText } from '../../../src/core/drift/export/words.ts';
import { deciderOf, ranked, stateOrder, weightOf } from '../../../src/core/drift/ranking.ts';
import { reportDigest } from '../../../src/core/drift/report/reportDigest.ts';
import { stateAt, timelineOf } from '../../../src/core/drift/timeline.ts';
import type { DriftReport } from '../../../src/core/model/drift.ts';
import { hostileReport, makeReport } from '../../webview/harness/driftData.ts';

const report = makeReport({ seed: 3, columns: 40, progress: 1, day: 14 });
const crossed = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
const faultOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return toFault(error);
  }
  throw new Error('It did not throw.');
};

describe('a report from outside', () => {
  it('is taken as it is, unknown keys dropped', () => {
    expect(checkReport(crossed(report))).toEqual(report);
    expect(checkReport({ ...(crossed(report) as object), later: 1 })).toEqual(report);
    const hostile = hostileReport();
    expect(checkReport(crossed(hostile))).toEqual(hostile);
  });

  it.each([
    ['columns[3].state', (copy: DriftReport) => Object.assign(copy.columns[3] ?? {}, { state: 'fine' })],
    ['columns[0].effectInterval', (copy: DriftReport) => Object.assign(copy.columns[0] ?? {}, { effectInterval: [1] })],
    ['columns[1].shape.edges[2]', (copy: DriftReport) => Object.assign((copy.columns[1]?.shape as unknown as { edges: unknown[] }).edges, { 2: 'NaN' })],
    ['columns[0].tests[0].pValue', (copy: DriftReport) => Object.assign(copy.columns[0]?.tests[0] ?? {}, { pValue: null })],
    ['rows.current', (copy: DriftReport) => Object.assign(copy.rows, { current: -1 })],
    ['digest', (copy: DriftReport) => Object.assign(copy, { digest: undefined })],
  ])('is refused at %s', (place, damage) => {
    const copy = crossed(report) as DriftReport;
    damage(copy);
    const fault = faultOf(() => checkReport(copy));
    expect(fault.code).toBe('schema');
    expect(fault.message).toContain(`report.${place} is not`);
  });

  it('is evidence only while its digest is that of its content', () => {
    const sealed = { ...report, digest: reportDigest(report) };
    expect(readEvidence(JSON.stringify(sealed))).toEqual(sealed);
    expect(readEvidence(JSON.stringify({ schemaVersion: 1, data: sealed, problems: [] }))).toEqual(sealed);
    expect(faultOf(() => readEvidence(JSON.stringify({ ...sealed, verdict: 'no-drift' }))).code).toBe('integrity');
    expect(faultOf(() => readEvidence('{"verdict":')).code).toBe('schema');
    const [first, second] = [sealed, { ...sealed, reason: 'Later.' }].map((one) => ({ ...one, digest: reportDigest(one) }));
    const together = { schemaVersion: 1, data: { ...second, windows: [first, second] }, problems: [] };
    expect(readAllEvidence(JSON.stringify(together))).toEqual([first, second]);
    expect(readAllEvidence(JSON.stringify(sealed))).toEqual([sealed]);
    expect(faultOf(() => readAllEvidence(JSON.stringify({ windows: [first, { ...second, verdict: 'unknown' }] }))).code).toBe('integrity');
  });
});

describe('ranking', () => {
  it('goes by state, then by how far beyond the threshold', () => {
    const order = ranked(report.columns, report.thresholds).map((place) => report.columns[place]);
    const states = order.map((column) => stateOrder.indexOf(column?.state ?? 'none'));
    expect(states).toEqual([...states].sort((a, b) => a - b));
    const drifted = order.flatMap((column) => (column?.state === 'drift' ? [weightOf(column, report.thresholds) ?? 0] : []));
    expect(drifted).toEqual([...drifted].sort((a, b) => b - a));
    expect(new Set(ranked(report.columns, report.thresholds)).size).toBe(report.columns.length);
  });

  it('weighs missing values by their own threshold, and says what decided', () => {
    const [column] = report.columns;
    if (!column) throw new Error('no column');
    const moved = { ...column, effect: 0.05, nullShare: { reference: 0.1, current: 0.16 }, drifted: true, tests: column.tests.map((test) => ({ ...test, state: test.subject === 'nulls' ? ('drift' as const) : ('none' as const) })) };
    expect(weightOf(moved, report.thresholds)).toBeCloseTo(3, 12);
    expect(deciderOf(moved)).toBe('nulls');
    expect(deciderOf({ ...moved, tests: [], effect: null })).toBe('rule');
    expect(deciderOf({ ...moved, drifted: false })).toBeNull();
    expect(weightOf({ ...moved, effect: null, nullShare: { reference: null, current: null } }, report.thresholds)).toBeNull();
  });
});

describe('timeline', () => {
  it('lines columns up by name, tells equal names apart and leaves gaps where a window has none', () => {
    const first = makeReport({ seed: 0, columns: 6, progress: 0, day: 0 });
    const last = makeReport({ seed: 1, columns: 8, progress: 1, day: 7 });
    const twin = first.columns[0];
    if (!twin) throw new Error('no column');
    const line = timelineOf([{ ...first, columns: [...first.columns, twin] }, last]);
    expect(line.rows).toHaveLength(9);
    expect(line.rows.filter(({ name }) => name === twin.name).map(({ places }) => places)).toEqual(expect.arrayContaining([[0, 0], [6, -1]]));
    line.rows.forEach(({ places }, row) =>
      places.forEach((place, window) => {
        const column = [[...first.columns, twin], last.columns][window]?.[place];
        expect(stateAt(line.states[row * 2 + window] ?? 0)).toBe(column?.state ?? null);
        expect(Number.isNaN(line.weights[row * 2 + window] ?? NaN)).toBe(column === undefined);
      }),
    );
    expect(timelineOf([]).rows).toEqual([]);
  });
});

describe('code that reads a column', () => {
  const found = (source: string, name = 'age') => columnReads(source, name, 10).map(({ line, column, form }) => [line, column, form]);
  it('finds texts and attributes, not longer words', () => {
    expect(found('x = data["age"]\ny = data.age + 1\nz = data[\'age\'] # page, "aged", agent.aged')).toEqual([
      [0, 10, 'text'],
      [1, 9, 'attribute'],
      [2, 10, 'text'],
    ]);
    expect(found('select `age` from t')).toEqual([[0, 8, 'text']]);
    expect(found('"source": ["df[\\"age\\"].mean()"]')).toEqual([[0, 17, 'text']]);
    expect(found('open("./age")\nage = 3\n1 .age')).toEqual([]);
  });
  it('takes any name, and is bounded', () => {
    expect(found('row["a.b (c)"]', 'a.b (c)')).toEqual([[0, 5, 'text']]);
    expect(found('f.a b', 'a b')).toEqual([]);
    expect(found('anything', '')).toEqual([]);
    expect(columnReads('"age" '.repeat(100), 'age', 7)).toHaveLength(7);
    const [long] = columnReads(`${'x'.repeat(5000)}"age"${'y'.repeat(5000)}`, 'age', 1);
    expect(long?.excerpt.length).toBeLessThan(200);
    expect(long?.excerpt).toContain('"age"');
  });
});

describe('exports', () => {
  it('make the same page of the same report, with nothing that runs or loads', () => {
    const page = driftHtml(report, { windows: [makeReport({ seed: 1, columns: 40, progress: 0, day: 0 }), report], names: { reference: 'train', current: 'live' } });
    expect(driftHtml(report, { windows: [makeReport({ seed: 1, columns: 40, progress: 0, day: 0 }), report], names: { reference: 'train', current: 'live' } })).toBe(page);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|javascript:|\son\w+=|url\(|@import|https?:/i);
    expect(page).toContain("default-src 'none'");
    for (const column of report.columns) expect(page).toContain(`<h3>${column.name}</h3>`);
    expect(page).toContain(report.digest);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });
  it('escape what comes from outside', () => {
    const page = driftHtml(hostileReport());
    expect(page).not.toContain('<script>window');
    expect(page).not.toContain('<img src=x');
    expect(page).not.toContain('\u202e');
    const text = driftMarkdown(hostileReport());
    expect(text).not.toContain('<script>');
    expect(text.split('\n').filter((line) => line.startsWith('| ')).every((line) => (line.match(/(?<!\\)\|/g) ?? []).length === 6)).toBe(true);
  });
  it('write empty reports too', () => {
    const empty = makeReport({ seed: 0, columns: 0, progress: 0, day: null });
    expect(driftHtml({ ...empty, families: [], slices: [] })).toContain('This report has no columns.');
    expect(driftMarkdown({ ...empty, families: [], slices: [] })).toContain('### No drift');
  });
});

describe('words', () => {
  it('are short and never say 0 of a p', () => {
    expect([0, 1e-300, 0.00001234, 0.049, 1, null].map(pText)).toEqual(['< 1e-300', '1.0e-300', '1.2e-5', '0.049', '1', '–']);
    expect([0, 0.00001, 0.0123, 0.5, 1, null].map(percent)).toEqual(['0 %', '< 0.01 %', '1.23 %', '50 %', '100 %', '–']);
    expect([0.123456, 12345.678, 1e9, 2e-7, 5].map(shortNumber)).toEqual(['0.1235', '12350', '1e9', '2e-7', '5']);
    expect(windowText({ from: '2026-03-01T00:00:00.000Z', to: '2026-03-08T00:00:00.000Z' })).toBe('2026-03-01 – 2026-03-08');
    expect(windowText({ from: '2026-03-01T06:30:00Z', to: null })).toBe('2026-03-01 06:30 – …');
    expect(windowText({ from: null, to: null })).toBe('');
    expect(engineText(report)).toContain('rows assumed independent');
  });
});
