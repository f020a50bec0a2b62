import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { driftReport } from '../../../src/core/drift/driftReport.ts';
import type { DriftReport } from '../../../src/core/model/drift.ts';
import type { ModelVersion } from '../../../src/core/model/modelVersion.ts';
import type { KeptRun } from '../../../src/core/monitor/keptRun.ts';
import { meansVersion } from '../../../src/core/monitor/modelReference.ts';
import { stateWords } from '../../../src/core/monitor/stateWords.ts';
import { windowsOverTime } from '../../../src/core/monitor/windowsOverTime.ts';
import { numberColumn } from '../../../src/core/table/makeColumn.ts';
import { memoryTable } from '../../../src/core/table/memoryTable.ts';
import { nodeFiles } from '../../../src/io/files.ts';
import { KeptReports } from '../../../src/services/monitors/keptReports.ts';

let scratch: string;
let kept: KeptReports;
let warned: string[];
beforeEach(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'mlops-kept-'));
  warned = [];
  const quiet = () => undefined;
  const machine = { files: nodeFiles(), places: { state: path.join(scratch, 'state'), cache: '', config: '', home: '' }, log: { info: quiet, error: quiet, warn: (line: string) => void warned.push(line) } };
  kept = new KeptReports(machine, 9);
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

const base: KeptRun = { version: 1, at: '2026-01-01T00:00:00.000Z', definition: 'd', verdict: 'drift', reason: 'Moved.', columns: { drifted: 3, all: 24 }, families: [], alarms: [], retrain: null, windows: [] };
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const window = (digest: string, day: string | null) => ({ from: day, to: day === null ? null : `${day}+`, rows: 1, isOpen: false, verdict: 'drift' as const, digest });

async function template(): Promise<DriftReport> {
  const table = memoryTable('t', [numberColumn('x', [1, 2, 3])]);
  return driftReport(table, table, {}, { signal: new AbortController().signal });
}

it('keeps runs and their reports apart by monitor, a report once, and gives windows over time', async () => {
  const report = await template();
  const named = (digest: string): DriftReport => ({ ...report, digest });
  await kept.keep(scratch, 'churn', { ...base, windows: [window('sha256:a', '1'), window('sha256:b', '2')] }, [named('sha256:a'), named('sha256:b')]);
  await kept.keep(scratch, 'churn', { ...base, at: at(5), verdict: 'no-drift', windows: [window('sha256:b2', '2'), window('sha256:c', '3')] }, [named('sha256:b2'), named('sha256:c')]);
  expect((await kept.last(scratch, 'churn'))?.verdict).toBe('no-drift');
  expect(await kept.last(scratch, 'other')).toBeNull();
  expect((await kept.windows(scratch, 'churn', 9)).map(({ digest }) => digest)).toEqual(['sha256:a', 'sha256:b2', 'sha256:c']);
  expect((await kept.windows(scratch, 'churn', 2)).map(({ digest }) => digest)).toEqual(['sha256:b2', 'sha256:c']);
});

it('keeps the newest runs and reports, so many as it may', async () => {
  const report = await template();
  for (let run = 0; run < 14; run += 1) {
    const digest = `sha256:${run}`;
    await kept.keep(scratch, 'churn', { ...base, at: at(run), windows: [window(digest, null)] }, [{ ...report, digest }]);
  }
  const runs = await kept.runsFolder(scratch, 'churn');
  expect([(await readdir(runs)).length, (await readdir(path.join(runs, '../reports'))).length]).toEqual([9, 9]);
  const windows = await kept.windows(scratch, 'churn', 1000);
  expect([windows.length, windows[0]?.digest, windows.at(-1)?.digest]).toEqual([9, 'sha256:5', 'sha256:13']);
});

it('leaves out what was cut off or written by another build, and says so', async () => {
  await kept.keep(scratch, 'churn', base, []);
  const runs = await kept.runsFolder(scratch, 'churn');
  await writeFile(path.join(runs, '20270101T000000000Z-x.json'), '{"version":1,"at":"20');
  await writeFile(path.join(runs, '20270102T000000000Z-x.json'), '{"version":2}');
  expect(await kept.last(scratch, 'churn')).toEqual(base);
  expect(warned).toHaveLength(2);
});

it('orders windows without a time as they came', () => {
  const runs = [{ ...base, windows: [window('b', null), window('c', null)] }, { ...base, windows: [window('a', null), window('b', null)] }];
  expect(windowsOverTime(runs).map(({ digest }) => digest)).toEqual(['a', 'b', 'c']);
});

it.each<[Partial<KeptRun> | null, string]>([
  [null, 'never run'],
  [{}, 'drift · 3 of 24 columns'],
  [{ columns: { drifted: 0, all: 24 }, families: ['multivariate'] }, 'drift · multivariate'],
  [{ verdict: 'no-drift' }, 'no drift'],
  [{ verdict: 'unknown', reason: 'Too few rows.' }, 'unknown: Too few rows.'],
  [{ verdict: 'no-drift', alarms: [{ kind: 'quality', name: 'q', message: '' }] }, 'no drift · 1 quality rule not met'],
  [{ alarms: [{ kind: 'drift', name: null, message: '' }, { kind: 'performance', name: 'f1', message: '' }] }, 'drift · 3 of 24 columns · performance beyond its limit'],
])('says %j as %s', (run, words) => {
  expect(stateWords(run === null ? null : { ...base, ...run })).toBe(words);
});

it.each([
  ['churn', true],
  ['churn@champion', true],
  ['churn@prod', true],
  ['churn:7', true],
  ['churn:6', false],
  ['churn@old', false],
  ['chur', false],
  ['x:modelVersion/churn/7', true],
])('%s means the version: %s', (written, means) => {
  const version = { id: 'x:modelVersion/churn/7', version: '7', aliases: ['champion'], stages: ['prod'] } as unknown as ModelVersion;
  expect(meansVersion(written, { name: 'churn', latest: version }, version)).toBe(means);
});
