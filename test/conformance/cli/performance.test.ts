import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BiasMeasure } from '../../../src/core/model/bias.ts';
import type { DriftReport } from '../../../src/core/model/drift.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { missing, tools } from '../../support/tools.ts';
import { askPython } from '../validation/askPython.ts';
import { Mlops } from './mlops.ts';

const hourMs = 3_600_000;

/** A model's rows, one an hour: from `flipAt` on the label is the opposite of what it was, the last `late` labels are blank. */
function csv(seed: string, rows: number, start: number, { flipAt = rows, late = 0 } = {}): string {
  const random = new RandomGenerator(seed);
  const lines = Array.from({ length: rows }, (_, row) => {
    const logit = 1.5 * random.normal();
    const score = Number((1 / (1 + Math.exp(-0.6 * logit))).toFixed(6));
    const isIt = random.uniform() < 1 / (1 + Math.exp(-logit));
    const label = row >= rows - late ? '' : Number(row < flipAt ? isIt : !isIt);
    return [new Date(start + row * hourMs).toISOString().slice(0, 19).replace('T', ' '), ['f', 'm'][random.integerBelow(2)], score, Number(score > 0.5), label].join(',');
  });
  return ['when,sex,score,said,y', ...lines].join('\n');
}

interface Peers {
  readonly calibrated: boolean;
  readonly keys: readonly string[];
  readonly drifts: Readonly<Record<string, readonly number[]>>;
  readonly groups: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly parity: number;
  readonly odds: number;
  readonly low: Readonly<Record<string, number>>;
  readonly high: Readonly<Record<string, number>>;
  readonly estimated: Curves;
  readonly realised: Curves;
  readonly estimatedAlert: Readonly<Record<string, readonly boolean[]>>;
  readonly realisedAlert: Readonly<Record<string, readonly boolean[]>>;
}
type Curves = Readonly<Record<string, ReadonlyArray<number | null>>>;

const reason = missing('node') ?? missing('peersPython');
const near = (ours: number | null | undefined, theirs: number | null, about: string) => {
  if (theirs === null) expect(ours ?? null, about).toBeNull();
  else expect(Math.abs((ours ?? Number.NaN) - theirs), `${about}: ${ours} for ${theirs}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(theirs)));
};

describe.skipIf(reason)('mlops drift --performance', () => {
  let mlops: Mlops;
  let folder: string;
  beforeAll(async () => {
    mlops = await Mlops.make();
    folder = await mlops.folder({
      'before.csv': csv('a1', 24 * 70, Date.UTC(2025, 0, 6)),
      'after.csv': csv('b2', 24 * 56, Date.UTC(2025, 3, 7), { flipAt: 700, late: 300 }),
      'same.csv': csv('c3', 24 * 28, Date.UTC(2025, 3, 7), { late: 100 }),
      'late.csv': csv('d4', 24 * 14, Date.UTC(2025, 3, 7), { late: 24 * 14 }),
    });
  });
  afterAll(() => mlops.dispose());

  const roles = ['--target', 'y', '--prediction', 'said', '--exclude', 'when'];
  const ask = (current: string, ...more: string[]) => mlops.json<DriftReport>(['drift', '--reference', 'before.csv', '--current', current, ...roles, ...more], folder);

  it('says of files what NannyML, river and fairlearn say of them', async () => {
    const { data } = await ask('after.csv', '--time', 'when', '--performance', '--score', 'score', '--chunk-period', 'week', '--group', 'sex');
    const [peers] = (await askPython(tools.peersPython, path.join(import.meta.dirname, 'peersOfModel.py'), [path.join(folder, 'before.csv'), path.join(folder, 'after.csv'), 'W'])) as unknown as [Peers];
    const { chunks, metrics, detectors, calibration, columns, task } = data.performance!;
    expect([task, columns, calibration!.calibrated]).toEqual(['binary', { target: 'y', prediction: 'said', score: 'score', time: 'when', positive: '1' }, peers.calibrated]);
    expect(chunks.map(({ key }) => key)).toEqual(peers.keys);
    for (const { name, low, high } of metrics) {
      near(low, peers.low[name]!, `${name} low`);
      near(high, peers.high[name]!, `${name} high`);
      chunks.forEach(({ estimated, realised, key }, at) => {
        near(estimated![name]!.value, peers.estimated[name]![at]!, `estimated ${name} of ${key}`);
        near(realised?.[name]?.value, peers.realised[name]![at]!, `realised ${name} of ${key}`);
        expect(estimated![name]!.alert !== null, `estimated ${name} of ${key}`).toBe(peers.estimatedAlert[name]![at]);
        if (realised) expect(realised[name]!.alert !== null, `realised ${name} of ${key}`).toBe(peers.realisedAlert[name]![at]);
      });
    }
    for (const [name, drifts] of Object.entries(peers.drifts)) {
      const { events, counts } = detectors.find(({ detector }) => detector === name)!;
      expect(events.filter(({ state }) => state === 'drift').map(({ first }) => first), name).toEqual(drifts);
      expect(counts.reference.drift + counts.current.drift, name).toBe(drifts.length);
    }
    const [bySex] = data.bias!.groupings;
    const valueOf = (measures: readonly BiasMeasure[], name: string) => measures.find((one) => one.name === name)!.value;
    for (const [name, groups] of Object.entries(peers.groups)) for (const { values: [group], measures } of bySex!.groups) near(valueOf(measures, name), groups[group!]!, `${name} of ${group}`);
    const between = (name: string) => data.bias!.disparities.find((one) => one.name === name && one.method === 'between_groups')!.value;
    near(between('demographic_parity_difference'), peers.parity, 'parity');
    near(between('equalized_odds_difference'), peers.odds, 'odds');
  });

  it('is in the report and its digest only where it is asked for, and never in the verdict', async () => {
    const [without, withIt, again] = [await ask('after.csv'), await ask('after.csv', '--performance'), await ask('after.csv', '--performance')];
    expect('performance' in without.data || 'bias' in without.data).toBe(false);
    expect(withIt.data.verdict).toBe(without.data.verdict);
    expect(withIt.data.digest).not.toBe(without.data.digest);
    expect(again.data).toEqual(withIt.data);
    expect(withIt.data.performance!.estimateMissing).toMatch(/probabilities/);
  });

  it('ends by what --fail-on says', async () => {
    const codes = async (current: string, failOn: string) => (await ask(current, '--performance', '--fail-on', failOn)).code;
    expect([await codes('after.csv', 'performance'), await codes('same.csv', 'performance'), await codes('late.csv', 'performance')]).toEqual([1, 0, 1]);
    expect(await codes('after.csv', 'any')).toBe(1);
  });

  it('tells a person of alarms, detectors and labels to come', async () => {
    const { stdout } = await mlops.run(['drift', '--reference', 'before.csv', '--current', 'after.csv', ...roles, '--performance', '--score', 'score', '--chunk-size', '168', '--group', 'sex'], folder);
    expect(stdout.split('\n')[2]).toMatch(/^Performance: Alarms in \d of \d+ measured chunks of the current side; drifts found there: DDM 1/);
    expect(stdout).toMatch(/current +\[840:1007\] .*accuracy 0\.\d+ below 0\.\d+ \(certain\)/);
    expect(stdout).toContain('DDM: 1 drift');
    expect(stdout).toContain('y: 300 of 1,344 rows of the current side (22.3 %) have no label yet');
    expect(stdout).toContain('is an alarm');
    expect(stdout).toContain('demographic_parity_difference');
  });

  it.each([
    [['--performance'], /--target is missing/],
    [['--target', 'y', '--group', 'sex'], /--prediction is missing/],
    [['--target', 'y', '--prediction', 'said', '--performance', '--chunk-period', 'week'], /needs the column of times/],
    [['--target', 'y', '--prediction', 'said', '--performance', '--chunk-size', '0'], /whole number from 1/],
    [['--target', 'y', '--prediction', 'said', '--performance', '--score', 'proba'], /“proba” is on neither side/],
    [['--fail-on', 'performance'], /needs --performance/],
  ])('refuses %j', async (args, message) => {
    const answer = await mlops.json(['drift', '--reference', 'before.csv', '--current', 'same.csv', ...args], folder);
    expect([answer.code, answer.data]).toEqual([2, null]);
    expect(answer.problems[0]!.message).toMatch(message);
  });
});
