import { describe, expect, it } from 'vitest';
import { driftReport } from '../../../src/core/drift/driftReport.ts';
import type { DriftStart } from '../../../src/core/drift/driftStart.ts';
import { eventLine, maxEventLine, startEvents, type DriftEvent } from '../../../src/core/drift/events/driftEvent.ts';
import { eventReader } from '../../../src/core/drift/events/readEvents.ts';
import type { ProvisionalColumn } from '../../../src/core/drift/provisional.ts';
import type { DriftColumn } from '../../../src/core/model/drift.ts';
import { levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';
import type { TableSource } from '../../../src/core/table/tableSource.ts';
import { compare, normals, tableOf } from './tables.ts';

const utf8 = new TextEncoder();

/** What an early column shows of a column of the report. */
function withoutVerdict({ state: _state, drifted: _drifted, reason: _reason, pAdjusted: _p, tests, ...seen }: DriftColumn): ProvisionalColumn {
  return { ...seen, tests: tests.map(({ state: _of, pAdjusted: _adjusted, ...test }) => test) };
}

function inPieces(table: TableSource): TableSource {
  return {
    ...table,
    async *pieces(name, signal) {
      const column = await table.column(name, signal);
      if ('values' in column) yield column.values;
    },
  };
}

/** Numbers moved by more and less, numbers at the threshold's edge, texts, missing values, a column on one side only. */
function sides(rows: number): [TableSource, TableSource] {
  const moved = (shift: number) => (side: string) => numberColumn(`by ${shift}`, normals(`${side}${Math.round(shift * 100)}`, rows, side === 'b' ? shift : 0));
  const texts = (side: string) => levelColumn('text', Array.from({ length: rows }, (_, row) => (row % 7 === 0 ? null : `${side === 'b' && row % 3 === 0 ? 'new' : 'old'} ${row % 5}`)), { problems: [] });
  const values = normals('ed', rows);
  const mean = values.reduce((sum, value) => sum + value, 0) / rows;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows);
  // The very same values moved by the threshold: no bins can say on which side of it they are.
  const edge = (side: string) => numberColumn('edge', side === 'b' ? values.map((value) => value + 0.1 * deviation) : values);
  const columns = [moved(0), moved(0.02), moved(0.4), edge, texts];
  return [
    inPieces(tableOf('a', ...columns.map((column) => column('a')), numberColumn('gone', normals('c0', rows)))),
    inPieces(tableOf('b', ...columns.map((column) => column('b')))),
  ];
}

describe('columns told before their verdict', () => {
  it.each([
    ['read value by value', 1e9],
    ['counted on a grid, and read once more where that leaves a verdict open', 10],
  ])('are what the report says of them: %s', async (_, exactRows) => {
    const [reference, current] = sides(4_000);
    const starts: DriftStart[] = [];
    const told = new Map<number, ProvisionalColumn[]>();
    const report = await driftReport(reference, current, { exactRows }, {
      signal: new AbortController().signal,
      onStart: (start) => starts.push(start),
      onColumn: (column, place) => told.set(place, [...(told.get(place) ?? []), column]),
    });
    expect(starts).toEqual([{ rows: report.rows, thresholds: report.thresholds, columns: report.columns.map(({ name, kind }) => ({ name, kind })) }]);
    expect([...told.keys()]).toEqual(report.columns.map((__, place) => place));
    report.columns.forEach((column, place) => expect(told.get(place)?.at(-1)).toEqual(withoutVerdict(column)));
    // Only a grid is looked at again, and here one column has its threshold within the bounds.
    expect([...told.values()].some((columns) => columns.length > 1)).toBe(exactRows === 10);
    // Telling changes nothing.
    expect(await compare(reference, current, { exactRows })).toEqual(report);
  });
});

describe('events as lines', () => {
  async function eventsOf(): Promise<DriftEvent[]> {
    const [reference, current] = sides(300);
    const events: DriftEvent[] = [];
    await driftReport(reference, current, {}, { signal: new AbortController().signal, onStart: (start) => events.push(...startEvents(start)), onColumn: (column, place) => events.push({ event: 'column', place, column }) });
    return events;
  }
  function read(bytes: Uint8Array, cut: number): { events: DriftEvent[]; problems: string[] } {
    const [events, problems]: [DriftEvent[], string[]] = [[], []];
    const reader = eventReader((event) => events.push(event), (problem) => problems.push(problem));
    for (let at = 0; at < bytes.length; at += cut) reader(bytes.subarray(at, at + cut));
    return { events, problems };
  }

  it('arrive as they were sent, wherever the bytes are cut', async () => {
    const sent: DriftEvent[] = [...(await eventsOf()), { event: 'names', place: 0, columns: [{ name: 'größe 🌡\n"', kind: 'numeric' }] }];
    const bytes = utf8.encode(sent.map(eventLine).join(''));
    expect(read(bytes, bytes.length)).toEqual({ events: sent, problems: [] });
    expect(read(bytes, 7)).toEqual({ events: sent, problems: [] });
    // One at a time through the letters of more than a byte.
    expect(read(bytes.subarray(-90), 1).problems.length).toBeLessThanOrEqual(1);
    expect(read(bytes.subarray(bytes.lastIndexOf(10, bytes.length - 2) + 1), 1).events).toEqual(sent.slice(-1));
  });

  it('that are none cost themselves and no other', () => {
    const good = eventLine({ event: 'names', place: 3, columns: [] });
    const bad = ['{"event":"names","place":-1,"columns":[]}', '{"event":"column","place":0,"column":{"name":1}}', '{oh', 'null', '[]', '{"event":7}', `"${'x'.repeat(maxEventLine)}"`];
    const { events, problems } = read(utf8.encode(bad.map((line) => `${line}\n${good}`).join('')), 64 * 1024);
    expect(events).toEqual(bad.map(() => ({ event: 'names', place: 3, columns: [] })));
    expect(problems).toHaveLength(bad.length);
    expect(problems.join('\n')).toMatch(/event\.place is not a count[\s\S]*event\.column\.name is not a text[\s\S]*no JSON[\s\S]*longer than/);
    // Of a later version: no problem. And a last line without its end is not whole.
    expect(read(utf8.encode(`{"event":"constructor"}\n\n${good}${good.trimEnd()}`), 5)).toEqual({ events: [{ event: 'names', place: 3, columns: [] }], problems: [] });
  });

  it('stay short: many names take several, and a column that would be too long is left to the report', () => {
    const columns = Array.from({ length: 450 }, (_, at) => ({ name: `column ${at}`, kind: 'numeric' }));
    const events = startEvents({ rows: { reference: 1, current: 1 }, thresholds: { alpha: 0.05, familyAlpha: 0.01, numericEffect: 0.1, categoricalEffect: 0.1, nullShare: 0.02, power: 0.8 }, columns });
    expect(events.map(({ event }) => event)).toEqual(['start', 'names', 'names', 'names']);
    expect(events.flatMap((event) => (event.event === 'names' ? event.columns : []))).toEqual(columns);
    expect(eventLine({ event: 'names', place: 0, columns: [{ name: 'x'.repeat(maxEventLine), kind: 'numeric' }] })).toBe('');
  });
});
