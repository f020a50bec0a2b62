import { mkdtemp, rm, writeFile, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import type { DriftEvent } from '../../../src/core/drift/events/driftEvent.ts';
import { nodeClock } from '../../../src/io/clock.ts';
import { nodeProcess } from '../../../src/io/process.ts';
import { computeDrift, progressOf, reportOf } from '../../../src/vscode/drift/compute.ts';
import { noRoles, type DriftRoles } from '../../../src/protocol/driftRoles.ts';
import type { DriftProgress } from '../../../src/vscode/panels/drift/bench.ts';
import { makeReport } from '../../webview/harness/driftData.ts';

const report = makeReport({ seed: 1, columns: 3, progress: 1, day: null });

describe('a comparison in a process of its own', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mlops-drift-'));
    // Plays the command line: tells what it was asked, its progress, and then answers as the file's name says.
    await writeFile(
      path.join(folder, 'cli.mjs'),
      `import { writeFileSync } from 'node:fs';
       const args = process.argv.slice(2);
       writeFileSync('asked.json', JSON.stringify({ args, asNode: process.env.ELECTRON_RUN_AS_NODE, options: process.env.NODE_OPTIONS ?? null, reader: process.env.MLOPS_DRIFT_READER }));
       process.stderr.write('reading column 1 of 4\\n');
       writeFileSync(3, '{"event":"names","place":0,"columns":[{"name":"alter","kind":"numeric"}]}\\n{"event":"names","pl');
       writeFileSync(3, 'ace":"x"}\\n{"event":"later","x":1}\\n');
       const current = args.find((arg) => arg.startsWith('--current=')).slice(10);
       if (current === 'waits') setInterval(() => undefined, 1000);
       else if (current === 'broken') { process.stdout.write(JSON.stringify({ schemaVersion: 1, data: null, problems: [{ source: '', severity: 'error', code: 'corrupt', message: 'It is cut off.', hint: 'Write it again.' }] })); process.exitCode = 3; }
       else if (current === 'silent') process.exitCode = 5;
       else { process.stdout.write(JSON.stringify({ schemaVersion: 1, data: ${JSON.stringify(report)}, problems: [] })); process.exitCode = 1; }`,
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  let reader: string | undefined;
  const settings = { get: <T>(key: string) => (key === 'drift.reader' ? reader : undefined) as T | undefined };
  const warnings: string[] = [];
  const events: DriftEvent[] = [];
  const compute = (current: string, isTrusted: boolean, signal: AbortSignal, onProgress: (progress: DriftProgress) => void = () => undefined, roles: DriftRoles | null = null) =>
    computeDrift(
      { process: nodeProcess(), clock: nodeClock(), settings, trust: { isTrusted, onDidGrant: () => ({ dispose: () => undefined }) }, log: { info: () => undefined, warn: (line) => void warnings.push(line), error: () => undefined } },
      path.join(folder, 'cli.mjs'),
      { folder, reference: { text: '-odd name', name: 'reference' }, current: { text: current, name: current }, roles },
      { onProgress, onEvent: (event) => void events.push(event) },
      signal,
    );
  const asked = async () => JSON.parse(await readFile(path.join(folder, 'asked.json'), 'utf8')) as { args: string[]; asNode: string; options: string | null; reader?: string };

  it('gives the report, exit 1 being a verdict; tells progress; passes trust on', async () => {
    const seen: DriftProgress[] = [];
    expect(await compute('live', true, new AbortController().signal, (progress) => seen.push(progress))).toEqual(report);
    expect(seen).toEqual([{ sentence: 'reading column 1 of 4', share: 0.25 }]);
    // What came on the channel of its own: an event, a line that is none, and a kind of a later version.
    expect(events).toEqual([{ event: 'names', place: 0, columns: [{ name: 'alter', kind: 'numeric' }] }]);
    expect(warnings).toEqual([expect.stringContaining('event.place is not a count')]);
    expect(await asked()).toEqual({ args: ['drift', '--reference=-odd name', '--current=live', `--cwd=${folder}`, '--json', '--events-fd=3'], asNode: '1', options: null, reader: 'auto' });
    await compute('live', false, new AbortController().signal);
    expect((await asked()).args).toContain('--untrusted');
    reader = 'own';
    await compute('live', true, new AbortController().signal);
    expect((await asked()).reader).toBe('own');
    reader = undefined;
  });

  it('asks for what the columns chosen in the panel make possible', async () => {
    const argsFor = async (roles: Partial<DriftRoles>) => {
      await compute('live', true, new AbortController().signal, undefined, { ...noRoles, ...roles });
      return (await asked()).args.slice(6);
    };
    expect(await argsFor({})).toEqual([]);
    expect(await argsFor({ target: 'y', groups: ['sex'] })).toEqual(['--target=y']);
    expect(await argsFor({ target: '--y', prediction: 'said', score: 'p', time: 'day', groups: ['sex', 'income, gross'] })).toEqual(['--target=--y', '--prediction=said', '--score=p', '--time=day', '--performance', '--group=sex', '--group=income\\, gross', '--intersections']);
  });

  it('gives the command’s own fault, and one of its own where there is no answer', async () => {
    const faultOf = async (current: string) => compute(current, true, new AbortController().signal).then(() => undefined, toFault);
    expect(await faultOf('broken')).toEqual({ code: 'corrupt', message: 'It is cut off.', hint: 'Write it again.' });
    expect((await faultOf('silent'))?.message).toBe('The command ended without an answer (exit 5).');
    expect(() => reportOf('{"data":{"verdict":"fine"}}', 0)).toThrow('report.verdict');
  });

  it('ends with the signal', async () => {
    const controller = new AbortController();
    const ended = compute('waits', true, controller.signal, () => controller.abort()).then(() => undefined, toFault);
    expect((await ended)?.code).toBe('cancelled');
  });
});

it('reads a share of the work where a line tells one', () => {
  expect(progressOf('  41.5 % of the rows')).toEqual({ sentence: '41.5 % of the rows', share: 0.415 });
  expect(progressOf('column 3/12: age')).toEqual({ sentence: 'column 3/12: age', share: 0.25 });
  expect(progressOf('opening the file')).toEqual({ sentence: 'opening the file', share: null });
});
