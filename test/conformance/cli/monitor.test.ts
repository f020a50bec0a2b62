import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MonitorReport } from '../../../src/core/model/monitor.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { missing } from '../../support/tools.ts';
import { Mlops } from './mlops.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 0, 5);

/** One row an hour; from row `moved` on `age` is higher, and the prediction is wrong as often as right. */
function csv(seed: string, rows: number, from: number, moved: number): string {
  const random = new RandomGenerator(seed);
  const lines = Array.from({ length: rows }, (_, row) => {
    const isMoved = row >= moved;
    const label = random.uniform() < 0.5 ? 'yes' : 'no';
    const isRight = random.uniform() < (isMoved ? 0.5 : 0.9);
    const said = isRight === (label === 'yes') ? 'yes' : 'no';
    // The last rows have no label yet.
    return [new Date(from + row * hour).toISOString(), (40 + (isMoved ? 12 : 0) + 10 * random.normal()).toFixed(2), 'abc'[random.integerBelow(3)], said, row > rows - 100 ? '' : label].join(',');
  });
  return ['at,age,plan,said,label', ...lines].join('\n');
}

const monitors = `monitors:
  churn:
    model: churn@champion
    reference: before.csv
    current: live.csv
    window: 7d
    time: at
    prediction: said
    target: label
    performance: { metric: accuracy, atLeast: 0.8 }
    retrain: { windows: 2 of 3, policy: run, command: [node, -e, "console.log('trained')"] }
  calm: { reference: before.csv, current: calm.csv, exclude: [at, label] }
  dirty:
    reference: before.csv
    current: calm.csv
    exclude: [at, label]
    window: 100 rows
    retrain: { windows: 1 of 1, stage: train }
    quality:
      plausible: { kind: range, column: age, min: 0, max: 45 }
      known plan: { kind: values, column: plan, values: [a, b, c], retrain: true }
      late: { kind: fresh, column: at, within: 1w }
  broken: { reference: before.csv, current: nothing.csv }
`;

describe.skipIf(missing('node'))('mlops monitor', () => {
  let mlops: Mlops;
  let folder: string;
  beforeAll(async () => {
    mlops = await Mlops.make();
    folder = await mlops.folder({
      'before.csv': csv('a1', 1_000, start - 1_000 * hour, Infinity),
      'live.csv': csv('b2', 8 * 168, start, 5 * 168),
      'calm.csv': csv('c3', 400, start, Infinity),
      '.mlops/monitors.yaml': monitors,
    });
  });
  afterAll(() => mlops.dispose());
  const run = (...args: string[]) => mlops.json<{ monitors: MonitorReport[] }>(['monitor', 'run', ...args], folder);

  it('tells each window, where the data moved and what the rule does, and starts its job once', async () => {
    const { code, data, problems } = await run('churn');
    expect(code).toBe(1);
    const [report] = data.monitors;
    expect(problems).toEqual([]);
    expect(report?.windows.map(({ from, verdict, rows }) => [from?.slice(0, 10), rows, verdict === 'drift'])).toEqual([
      ['2026-01-05', 168, false],
      ['2026-01-12', 168, false],
      ['2026-01-19', 168, false],
      ['2026-01-26', 168, false],
      ['2026-02-02', 168, false],
      ['2026-02-09', 168, true],
      ['2026-02-16', 168, true],
      ['2026-02-23', 168, true],
    ]);
    expect(report?.windows.at(-1)?.columns.filter(({ state }) => state === 'drift').map(({ name }) => name)).toEqual(['age']);
    expect(report?.windows.map(({ performance }) => performance?.isGood)).toEqual([true, true, true, true, true, false, false, false]);
    expect(report?.windows.at(-1)?.performance?.labelled).toBe(69);
    expect(report?.windows.map(({ fired }) => fired).indexOf(true)).toBe(6);
    expect(report?.retrain).toMatchObject({ fires: true, policy: 'run', proposal: String.raw`mlops launch -- node -e 'console.log('\''trained'\'')'` });
    expect(report?.retrain?.job).not.toBeNull();
    const again = await run('churn');
    expect(again.data.monitors[0]?.retrain?.job).toBe(report?.retrain?.job);
    expect(again.data.monitors[0]?.windows.map(({ digest }) => digest)).toEqual(report?.windows.map(({ digest }) => digest));
  });

  it('starts nothing when it is only to report, and in a folder without trust', async () => {
    expect((await run('churn', '--report-only')).data.monitors[0]?.retrain).toMatchObject({ fires: true, job: null });
    const { data, problems } = await run('churn', '--untrusted');
    expect(data.monitors[0]?.retrain).toMatchObject({ fires: true, job: null });
    expect(problems.map(({ message }) => message).join()).toContain('No training was started');
  });

  it('ends with 0 where nothing drifted', async () => {
    const { code, data } = await run('calm');
    expect([code, data.monitors[0]?.verdict, data.monitors[0]?.retrain]).toEqual([0, 'no-drift', null]);
  });

  it('tells quality apart from drift: an alarm, and no retraining unless the rule says so', async () => {
    const { code, data } = await run('dirty');
    const [report] = data.monitors;
    expect([code, report?.verdict, report?.retrain?.fires]).toEqual([1, 'no-drift', false]);
    expect(report?.quality.map(({ name, outcome }) => [name, outcome])).toEqual([['plausible', 'fail'], ['known plan', 'pass'], ['late', 'fail']]);
    expect(report?.alarms.map(({ kind, name }) => [kind, name])).toEqual([['quality', 'plausible'], ['quality', 'late']]);
    // How fresh the data is shows in its last row, so it is judged once.
    expect(report?.windows.map(({ quality }) => quality.length)).toEqual([2, 2, 2, 3]);
    const { stdout } = await mlops.run(['monitor', 'run', 'dirty'], folder);
    expect(stdout).toMatch(/Quality, plausible: not met\. \d+ of 100 values of “age” are outside the range/);
    expect((await mlops.run(['monitor', 'list'], folder)).stdout).toContain('no drift · 2 quality rules not met');
  });

  it('keeps its reports outside the workspace, and shows them as windows over time', async () => {
    const before = await readdir(folder);
    const { data } = await mlops.json<{ monitors: Array<{ name: string; last: { verdict: string } | null }> }>(['monitor', 'list'], folder);
    expect(data.monitors.map(({ name, last }) => [name, last?.verdict])).toEqual([['churn', 'drift'], ['calm', 'no-drift'], ['dirty', 'no-drift'], ['broken', undefined]]);
    const shown = await mlops.json<{ windows: Array<{ from: string; verdict: string }> }>(['monitor', 'show', 'churn', '--html', path.join(mlops.scratch, 'churn.html')], folder);
    expect(shown.data.windows.map(({ verdict }) => verdict === 'drift')).toEqual([false, false, false, false, false, true, true, true]);
    expect(await readFile(path.join(mlops.scratch, 'churn.html'), 'utf8')).toContain('Columns over 8 windows');
    expect((await mlops.run(['monitor', 'show', 'churn'], folder)).stdout).toMatch(/churn: drift · 1 of \d+ columns/);
    expect(await readdir(folder)).toEqual(before);
    await run('calm', '--out', 'reports');
    expect((await readdir(path.join(folder, 'reports'))).map((name) => name.replace(/-[0-9a-f]{8}/, ''))).toEqual(['calm.html', 'calm.json']);
    expect((await mlops.json(['monitor', 'show', 'broken', '--html', 'x.html'], folder)).code).toBe(2);
  });

  it('names what cannot be opened, and knows near names', async () => {
    const broken = await run('broken');
    expect([broken.code, broken.problems[0]?.message]).toEqual([2, expect.stringContaining('nothing.csv')]);
    const near = await run('churm');
    expect([near.code, near.problems[0]?.hint]).toEqual([2, 'Did you mean churn?']);
  });

  it('goes on where one cannot be opened, and says so', async () => {
    const { code, problems, data } = await mlops.json<{ monitors: MonitorReport[] }>(['monitor', 'run', 'broken', 'calm', '--report-only'], folder);
    expect([code, problems[0]?.source, data.monitors.map(({ monitor }) => monitor)]).toEqual([2, 'broken', ['calm']]);
  });

  it('takes a file with mistakes for bad input, never for no alarm', async () => {
    const wrong = await mlops.folder({ '.mlops/monitors.yaml': 'monitors: [\n' });
    for (const verb of ['run', 'list']) expect((await mlops.json(['monitor', verb], wrong)).code, verb).toBe(2);
    // A pipeline that runs monitors where none is written must not be green; a list of none is just empty.
    const none = await mlops.folder();
    expect((await mlops.json(['monitor', 'run'], none)).code).toBe(2);
    expect((await mlops.json(['monitor', 'list'], none)).code).toBe(0);
  });

  it('tests the rule over the whole history and over calm ones', async () => {
    const { code, data } = await mlops.json<{ fired: Array<{ at: string }>; hits: number; whenNothingChanged: { perYear: number; rounds: number } }>(['monitor', 'backtest', 'churn', '--rounds', '3'], folder);
    expect(code).toBe(0);
    expect(data.hits).toBe(3);
    expect(data.fired[0]?.at).toBe('2026-02-23T00:00:00.000Z');
    expect(data.whenNothingChanged.rounds).toBe(3);
  });

  it('prints a daily run for CI, and overwrites none', async () => {
    const printed = await mlops.json<{ text: string }>(['monitor', 'schedule', 'churn'], folder);
    expect(printed.data.text).toContain('monitor run churn --json');
    expect((await mlops.json(['monitor', 'schedule', '--write'], folder)).code).toBe(0);
    expect((await mlops.json(['monitor', 'schedule', '--write'], folder)).code).not.toBe(0);
  });
});
