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
    expect(report?.retrain).toMatchObject({ fires: true, policy: 'run', proposal: `mlops launch -- node -e console.log('trained')` });
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

  it('names what cannot be opened, and knows near names', async () => {
    const broken = await run('broken');
    expect([broken.code, broken.problems[0]?.message]).toEqual([2, expect.stringContaining('nothing.csv')]);
    const near = await run('churm');
    expect([near.code, near.problems[0]?.hint]).toEqual([2, 'Did you mean churn?']);
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
