import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driftReport } from '../../../src/core/drift/driftReport.ts';
import type { DriftState } from '../../../src/core/model/drift.ts';
import { isNumberColumn } from '../../../src/core/table/column.ts';
import type { TableSource } from '../../../src/core/table/tableSource.ts';
import { nodeSqlite } from '../../../src/io/sqlite.ts';
import { nodeTables } from '../../../src/io/table/tables.ts';
import { missing, tools } from '../../support/tools.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const signal = new AbortController().signal;
const windows = Array.from({ length: 6 }, (_, at) => `window-${at + 1}`);
const known = [
  { table: 'census', rows: 277_677, columns: 19, time: 'year', ending: 'parquet', settings: { exclude: ['year'] } },
  { table: 'stocks', rows: 1_257, columns: 11, time: 'date', ending: 'csv', settings: { time: 'date' } },
];

describe.skipIf(missing('peersPython'))('the real tables of the demo', () => {
  let folder: string;
  const opened: TableSource[] = [];
  const open = async ({ table, ending }: { readonly table: string; readonly ending: string }, part: string): Promise<TableSource> => {
    const source = await nodeTables({ sqlite: nodeSqlite() }).openFile(path.join(folder, table, `${part}.${ending}`), { name: part }, signal);
    opened.push(source);
    return source;
  };
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mlops-real-data-'));
    await promisify(execFile)(tools.peersPython, [path.join(root, 'scripts/demoWorkspace/drive/realData.py'), folder]);
  });
  afterAll(async () => {
    for (const one of opened) one.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(known)('$table: 40 % and six times 10 % of the rows, in the order of their time', async ({ table, ending, rows, columns, time }) => {
    const sizes: number[] = [];
    let last = -Infinity;
    for (const part of ['reference', ...windows]) {
      const source = await open({ table, ending }, part);
      const column = await source.column(time, signal);
      if (!isNumberColumn(column)) throw new Error(`${time} holds no times`);
      expect(column.values.every((one, at) => one >= (column.values[at - 1] ?? last)), part).toBe(true);
      last = column.values.at(-1)!;
      sizes.push(source.rows);
      expect(source.columns).toHaveLength(columns + 1);
    }
    expect(sizes).toEqual([Math.floor(rows * 0.4), ...windows.map(() => Math.floor(rows / 10))]);
    expect((await open({ table, ending }, 'live')).rows).toBe(6 * Math.floor(rows / 10));
  });

  it.each(known)('$table: docs/demo-drift.md tells what ours says', async ({ table, ending, settings }) => {
    const docs = await readFile(path.join(root, 'docs', 'demo-drift.md'), 'utf8');
    const told = docs.split('\n### ').find((section) => section.toLowerCase().startsWith(table)) ?? '';
    const reference = await open({ table, ending }, 'reference');
    const states = new Map<string, DriftState[]>();
    for (const [at, window] of windows.entries()) {
      const report = await driftReport(reference, await open({ table, ending }, window), { ...settings, intervals: false }, { signal });
      const drifted = report.columns.filter(({ state }) => state === 'drift').length;
      expect(told).toContain(`\n| ${at + 1} | ${report.verdict}: ${drifted} of ${report.columns.length} columns |`);
      for (const { name, state } of report.columns) states.set(name, [...(states.get(name) ?? []), state]);
    }
    for (const [name, all] of states) expect(told).toContain(`\n| \`${name}\` | ${inWords(all)} |`);
  });
});

/** `**2**; negligible in 4, 5; unknown in 1`, or `none`. */
function inWords(states: readonly DriftState[]): string {
  const at = (wanted: DriftState) => states.flatMap((state, place) => (state === wanted ? [place + 1] : [])).join(', ');
  const parts = [at('drift') && `**${at('drift')}**`, ...(['negligible', 'unknown'] as const).map((state) => at(state) && `${state} in ${at(state)}`)];
  return parts.filter((part) => part !== '').join('; ') || 'none';
}
