import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DriftEvent } from '../../../src/core/drift/events/driftEvent.ts';
import type { DriftReport } from '../../../src/core/model/drift.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { nodeClock } from '../../../src/io/clock.ts';
import { nodeProcess } from '../../../src/io/process.ts';
import { computeDrift } from '../../../src/vscode/drift/compute.ts';
import { missing } from '../../support/tools.ts';
import { Mlops } from './mlops.ts';

/** Six columns of 600 rows; `age` is moved by `shift`. */
function csv(seed: string, shift: number): string {
  const random = new RandomGenerator(seed);
  const rows = Array.from({ length: 600 }, (_, row) => {
    const day = String(1 + Math.floor(row / 25)).padStart(2, '0');
    return [`2024-03-${day}`, `u${random.integerBelow(90)}`, (40 + shift + 10 * random.normal()).toFixed(2), 'ABC'[random.integerBelow(3)], random.uniform() < 0.1 ? '' : random.uniform().toFixed(4), random.uniform() < 0.4].join(',');
  });
  return ['day,user,age,country,score,predicted', ...rows].join('\n');
}

describe.skipIf(missing('node'))('mlops drift', () => {
  let mlops: Mlops;
  let folder: string;
  let commit: string;
  beforeAll(async () => {
    mlops = await Mlops.make();
    folder = await mlops.folder({ 'before.csv': csv('a1', 0), 'same.csv': csv('b2', 0), 'moved.csv': csv('c3', 8) });
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8', env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' } });
    git('init', '-q');
    git('-c', 'user.name=n', '-c', 'user.email=e@example.org', 'commit', '-q', '--allow-empty', '-m', 'data');
    commit = git('rev-parse', 'HEAD').trim();
  });
  afterAll(() => mlops.dispose());

  const ask = (current: string, ...more: string[]) => mlops.json<DriftReport>(['drift', '--reference', 'before.csv', '--current', current, '--exclude', 'day,user', ...more], folder);

  it('takes the reader that is asked for, and fetches none with --untrusted', async () => {
    expect((await ask('same.csv', '--reader', 'own', '--exact')).data.engine).toMatchObject({ mode: 'exact', reader: 'own' });
    expect(await ask('same.csv', '--reader', 'fast')).toMatchObject({ code: 2, problems: [{ code: 'invalid' }] });
    // What would be ignored is refused.
    for (const alone of [['--intersections'], ['--score', 'x'], ['--positive', 'yes'], ['--kind', 'binary']]) expect(await ask('same.csv', ...alone)).toMatchObject({ code: 2, problems: [{ code: 'invalid', message: expect.stringContaining(alone[0]!) as string }] });
    expect(await mlops.json(['drift', '--install-accelerator', '--untrusted'], folder)).toMatchObject({ problems: [{ code: 'untrusted' }] });
    const without = await mlops.json(['drift', '--reference', 'duckdb:before.csv#t', '--current', 'same.csv'], folder);
    expect(without).toMatchObject({ problems: [{ code: 'unsupported', hint: expect.stringContaining('--install-accelerator') as string }] });
  });

  it('ends with 0 where nothing drifted, with 1 where something did, and names it', async () => {
    const same = await ask('same.csv');
    expect([same.code, same.data.verdict, same.problems]).toEqual([0, 'no-drift', []]);
    const moved = await ask('moved.csv', '--model', 'credit:3');
    expect([moved.code, moved.data.verdict]).toEqual([1, 'drift']);
    expect(moved.data.columns.filter(({ drifted }) => drifted).map(({ name }) => name)).toEqual(['age']);
    expect(moved.data.key).toMatchObject({ model: 'credit:3', commit, reference: same.data.key.reference });
    expect(Object.keys(moved.data)).toEqual(['verdict', 'reason', 'rows', 'window', 'key', 'columns', 'families', 'slices', 'thresholds', 'problems', 'engine', 'digest']);
  });

  it('tells each column as it is read, on a pipe of its own, as the report has it', async () => {
    const events: DriftEvent[] = [];
    const warnings: string[] = [];
    const machine = { process: nodeProcess(mlops.env), clock: nodeClock(), settings: { get: () => undefined }, trust: { isTrusted: true, onDidGrant: () => ({ dispose: () => undefined }) }, log: { info: () => undefined, warn: (line: string) => void warnings.push(line), error: () => undefined } };
    const data = (text: string) => ({ text, name: text });
    const report = await computeDrift(machine, mlops.program, { folder, reference: data('before.csv'), current: data('moved.csv'), roles: null }, { onProgress: () => undefined, onEvent: (event) => events.push(event) }, new AbortController().signal);
    expect(warnings).toEqual([]);
    expect(events.slice(0, 2)).toEqual([
      { event: 'start', of: 6, rows: report.rows, thresholds: report.thresholds },
      { event: 'names', place: 0, columns: report.columns.map(({ name, kind }) => ({ name, kind })) },
    ]);
    expect(events.slice(2).map((event) => event.event === 'column' && [event.place, event.column.name, event.column.effect, event.column.shape])).toEqual(report.columns.map(({ name, effect, shape }, place) => [place, name, effect, shape]));
    // A descriptor that nobody opened is a mistake, told before anything is read.
    expect((await mlops.json(['drift', '--reference', 'a', '--current', 'b', '--events-fd', '2'], folder)).problems[0]).toMatchObject({ code: 'invalid' });
  });

  it('ends with 1 where a required column cannot be judged', async () => {
    const { code, data } = await ask('same.csv', '--require', 'age,income');
    expect([code, data.verdict]).toEqual([1, 'unknown']);
    expect(data.columns.at(-1)).toMatchObject({ name: 'income', state: 'unknown' });
  });

  it('takes time, entity, families, domains and thresholds', async () => {
    const { data } = await mlops.json<DriftReport>(
      ['drift', '--reference', 'before.csv', '--current', 'same.csv', '--time', 'day', '--entity', 'user', '--prediction', 'predicted', '--domain', 'country=A|B', '--effect', '0.3', '--alpha', '0.01'],
      folder,
    );
    expect(data.window).toEqual({ from: '2024-03-01T00:00:00.000Z', to: '2024-03-24T00:00:00.000Z' });
    expect(data.engine.dependence).toContain('clusters of "user"');
    expect(data.columns.map(({ name, drifted }) => [name, drifted])).toEqual([['age', false], ['country', true], ['score', false]]);
    expect(data.families.map(({ name }) => name)).toEqual(['prediction']);
    expect(data.thresholds).toMatchObject({ alpha: 0.01, numericEffect: 0.3, categoricalEffect: 0.3 });
  });

  it('gives the same bytes twice', async () => {
    const run = () => mlops.run(['drift', '--reference', 'before.csv', '--current', 'moved.csv', '--time', 'day', '--json'], folder);
    const [first, second] = [await run(), await run()];
    expect(second.stdout).toBe(first.stdout);
  });

  it('tells a person the verdict first', async () => {
    const { stdout, code } = await mlops.run(['drift', '--reference', 'before.csv', '--current', 'moved.csv', '--exclude', 'day,user'], folder);
    expect(code).toBe(1);
    expect(stdout.split('\n')[0]).toBe('drift  1 of 4 columns drifted (age).');
    expect(stdout).toMatch(/^drift +age +0\.\d+/m);
  });

  it.each([
    [['drift', '--reference', 'before.csv'], 'invalid'],
    [['drift', '--reference', 'before.csv', '--current', 'absent.csv'], 'notFound'],
    [['drift', '--reference', 'before.csv', '--current', 'same.csv', '--columns', 'zz'], 'notFound'],
    [['drift', '--reference', 'before.csv', '--current', 'same.csv', '--alpha', 'much'], 'invalid'],
    [['drift', '--reference', 'before.csv', '--current', 'same.csv', '--time', 'country'], 'invalid'],
  ])('refuses %j', async (args, code) => {
    const answer = await mlops.json(args, folder);
    expect([answer.code, answer.data, answer.problems[0]?.code]).toEqual([2, null, code]);
  });
});
