import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readChunks } from '../../../src/core/drift/foreign/chunks.ts';
import { readForeign } from '../../../src/core/drift/foreign/readForeign.ts';
import type { DriftReport } from '../../../src/core/model/drift.ts';
import { missing, tools } from '../../support/tools.ts';

const seed = Number(process.env['MLOPS_TEST_SEED'] ?? Math.floor(Math.random() * 1e9));

/** By column whether it drifted; `""` is the whole. */
type Said = Readonly<Record<string, boolean>>;

interface Truth {
  readonly small: Said;
  readonly large: Said;
  readonly psi: Said;
  readonly nannyml: readonly Said[];
}

describe.skipIf(missing('peersPython'))(`result files that the tools themselves wrote (seed ${seed})`, () => {
  let folder = '';
  let truth: Truth;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'interop-'));
    const { stdout } = await promisify(execFile)(tools.peersPython, [path.join(import.meta.dirname, 'peers.py'), folder, String(seed)], { maxBuffer: 1e8 });
    truth = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Truth;
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const verdicts = (report: DriftReport): Said => Object.fromEntries(report.columns.map(({ name, drifted }) => [name, drifted]));
  const text = (name: string) => readFile(path.join(folder, name), 'utf8');

  it.each([
    ['small', 'K-S p_value', '.json'],
    ['large', 'Wasserstein distance (normed)', '.json'],
    ['psi', 'psi', '.json'],
    ['small', 'K-S p_value', '-dump.json'],
    ['large', 'Wasserstein distance (normed)', '-dump.json'],
    ['psi', 'psi', '-dump.json'],
  ] as const)('Evidently, %s (%s), %s: its own verdict of each column and of the whole', async (name, method, ending) => {
    const [report, other] = readForeign(await text(name + ending), name);
    const { '': whole, ...columns } = truth[name];
    expect(other).toBeUndefined();
    expect(verdicts(report!)).toEqual(columns);
    expect(report!.verdict === 'drift').toBe(whole);
    expect(report!.columns.find((column) => column.name === 'age')?.method).toBe(method);
    expect(Object.values(columns)).toContain(true);
  });

  it.each(['chunks.csv', 'chunks-plain.csv', 'chunks-flat.csv'])('NannyML, %s: its own alerts of each chunk of the analysis', async (name) => {
    const reports = readChunks(Papa.parse<string[]>(await text(name)).data)!;
    expect(reports.map(verdicts)).toEqual(truth.nannyml);
    expect(reports[0]).toMatchObject({ window: { from: '2026-01-01T00:00:00', to: '2026-01-09T07:00:00' }, rows: { current: 200 }, engine: { mode: 'foreign', name: 'NannyML' } });
    expect(reports.map(({ verdict }) => verdict)).toEqual(truth.nannyml.map((said) => (Object.values(said).includes(true) ? 'drift' : 'no-drift')));
  });
});
