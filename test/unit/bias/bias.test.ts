import { describe, expect, it } from 'vitest';
import type { BiasReport } from '../../../src/core/model/bias.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { booleanColumn, emptyColumn, levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';
import { memoryTable } from '../../../src/core/table/memoryTable.ts';
import { defaultSettings, type BiasInput, type BiasSettings } from '../../../src/core/validation/bias/biasInput.ts';
import { measureBias } from '../../../src/core/validation/bias/measureBias.ts';
import { Bias } from '../../../src/services/bias.ts';
import type { Tables } from '../../../src/services/tables.ts';

/** 400 rows: 'a' is selected half of the time, 'b' a quarter of it; 12 rows of 'c', 4 without a group. */
function rows(seed = '1') {
  const random = new RandomGenerator(seed);
  const group = Array.from({ length: 400 }, (_, at) => (at < 12 ? 'c' : at < 16 ? null : at % 2 === 0 ? 'a' : 'b'));
  const predicted = group.map((one, at) => Number(one === 'a' ? at % 4 < 2 : at % 8 === 1));
  const truth = predicted.map((one) => (random.uniform() < 0.8 ? one : 1 - one));
  const scores = truth.map((is) => 0.3 * is + 0.7 * random.uniform());
  return { truth, predicted, group, scores, age: group.map((_, at) => 20 + (at % 50)) };
}

function input(settings: Partial<BiasSettings> = {}, more: Partial<BiasInput> = {}): BiasInput {
  const { truth, predicted, group } = rows();
  return {
    data: 'sha256:1',
    label: numberColumn('y', truth),
    prediction: numberColumn('p', predicted),
    score: null,
    groups: [levelColumn('g', group)],
    settings: { ...defaultSettings, ...settings },
    ...more,
  };
}

function disparity(report: BiasReport, name: string, grouping = 'g') {
  return report.disparities.find((one) => one.name === name && one.method === 'between_groups' && one.grouping.join() === grouping)!;
}

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe('a bias report', () => {
  it('shows counts and no value for a group below 30 rows, and keeps it out of every disparity', () => {
    const report = measureBias(input());
    const groups = report.groupings[0]!.groups;
    expect(groups.map(({ values, rows: count, withheld }) => [values[0], count, withheld])).toEqual([
      ['a', 192, null],
      ['b', 192, null],
      ['c', 12, 'too few rows (n = 12 < 30)'],
      ['(missing)', 4, 'too few rows (n = 4 < 30)'],
    ]);
    expect(groups[2]!.measures).toEqual([]);
    expect(groups[2]!.counts!.flat().reduce((sum, count) => sum + count, 0)).toBe(12);
    expect(report.disparities.flatMap((one) => one.groups ?? [])).not.toContain('c');
    expect(disparity(report, 'demographic_parity_difference')).toMatchObject({ value: 0.25, groups: ['b', 'a'], note: null });
    expect(report.fourFifths[0]).toMatchObject({ ratio: 0.5, highest: 'a', below: [{ group: 'b', ratio: 0.5 }] });
  });

  it('adjusts over all comparisons, and the same test counts once', () => {
    const report = measureBias(input());
    const one = disparity(report, 'demographic_parity_difference');
    expect(one.pAdjusted!).toBeGreaterThan(one.pValue!);
    expect(one.pAdjusted!).toBeLessThanOrEqual(Math.min(1, one.pValue! * report.adjustment.comparisons) + 1e-15);
    // Five measures: one pair and two groups against the rest each.
    expect(report.adjustment.comparisons).toBe(15);
  });

  it('is the same byte for byte, whatever the model is called, and holds no NaN', () => {
    const { scores } = rows();
    const make = (model: string) => measureBias(input({ withIntersections: true }, { model, score: numberColumn('s', scores) }));
    const [first, second] = [make('one'), make('two')];
    expect(second.digest).toBe(first.digest);
    expect(JSON.stringify({ ...second, key: first.key })).toBe(JSON.stringify(first));
    expect(measureBias(input({ positive: '0' })).digest).not.toBe(first.digest);
    expect(numbersIn(first).every(Number.isFinite)).toBe(true);
    expect(JSON.stringify(first).toLowerCase()).not.toMatch(/\bfair\b|\bunfair\b/);
  });

  it('intersects columns and divides numbers at edges that are told', () => {
    const groups = [levelColumn('g', rows().group), numberColumn('age', rows().age)];
    const report = measureBias(input({ withIntersections: true, bins: { age: { edges: [30, 60] } } }, { groups }));
    expect(report.groupings.map(({ columns }) => columns.join('×'))).toEqual(['g', 'age', 'g×age']);
    expect(report.columns.groups[1]).toEqual({ name: 'age', edges: [30, 60], made: 'divided at the given edges: 30, 60' });
    expect(report.groupings[1]!.groups.map(({ values }) => values[0])).toEqual(['< 30', '30 to < 60', '≥ 60']);
    expect(measureBias(input({}, { groups })).columns.groups[1]!.edges).toHaveLength(3);
    // Edges that nobody gave are as short as they can be: the same rows on each side of them.
    const parts = [numberColumn('score', rows().age.map((age) => 20 + age / 3))];
    expect(measureBias(input({ bins: { score: { parts: 3 } } }, { groups: parts })).columns.groups[0]!.edges).toEqual([32, 37.6]);
    expect(disparity(report, 'demographic_parity_difference', 'g,age').value).toBeGreaterThan(0.2);
  });

  it.each<[Record<string, number>, string]>([
    [{ demographic_parity_difference: 0.3 }, 'pass'],
    [{ demographic_parity_difference: 0.25 }, 'pass'],
    [{ demographic_parity_difference: 0.2 }, 'fail'],
    [{ demographic_parity_ratio: 0.8 }, 'fail'],
    [{ demographic_parity_ratio: 0.5, 'accuracy_difference.to_overall': 0.5 }, 'pass'],
    [{}, 'measured'],
  ])('judges by declared limits alone: %j is %s', (limits, verdict) => {
    expect(measureBias(input({ limits })).verdict).toBe(verdict);
  });

  it('is unknown where a limit cannot be checked', () => {
    const few = measureBias(input({ limits: { demographic_parity_difference: 0.3 }, least: 300 }));
    expect(few).toMatchObject({ verdict: 'unknown', declaredLimits: [{ outcome: 'unknown', observed: null }] });
    const nobody = measureBias(input({ limits: { predictive_parity_difference: 0.3 }, kind: 'binary' }, { prediction: numberColumn('p', rows().truth.map(() => 0)) }));
    expect(nobody.verdict).toBe('unknown');
    expect(disparity(nobody, 'demographic_parity_ratio').note).toContain('0 in every group');
    expect(disparity(few, 'accuracy_difference').note).toBe('fewer than two groups with n ≥ 300 have a value of accuracy');
    const unscored = measureBias(input({ limits: { auc_difference: 0.1 } }));
    expect(unscored.reason).toBe('The declared limit cannot be checked. auc_difference: not measured: it is made of scores; name their column with --score.');
    const beyond = measureBias(input({ limits: { calibration_gap_difference: 0.1 } }, { score: numberColumn('s', rows().scores.map((one) => 2 * one)) }));
    expect(beyond.declaredLimits[0]!.reason).toBe('not measured: scores outside 0 to 1 are no probabilities');
  });

  it('says in grammar how many limits are broken', () => {
    const reason = (limits: Record<string, number>) => measureBias(input({ limits })).reason;
    expect(reason({ demographic_parity_difference: 0.2 })).toMatch(/^The declared limit is broken\. demographic/);
    expect(reason({ demographic_parity_difference: 0.2, accuracy_difference: 1 })).toMatch(/^1 of 2 declared limits is broken\. /);
    expect(reason({ demographic_parity_difference: 0.2, demographic_parity_ratio: 0.8 })).toMatch(/^2 of 2 declared limits are broken\. /);
  });

  it('names what it cannot use', () => {
    const thrown = (make: () => unknown) => {
      try {
        make();
      } catch (error) {
        return (error as { fault: { message: string; hint?: string } }).fault;
      }
      throw new Error('nothing was thrown');
    };
    expect(thrown(() => measureBias(input({ limits: { demographic_party_ratio: 0.8 } }))).hint).toContain('demographic_parity_ratio');
    expect(thrown(() => measureBias(input({ limits: { demographic_parity_ratio: 2 } }))).message).toContain('cannot be kept');
    expect(thrown(() => measureBias(input({}, { prediction: numberColumn('p', rows().scores) }))).hint).toContain('--score p');
    const words = levelColumn('y', rows().truth.map((is) => (is === 1 ? 'good' : 'bad')));
    expect(thrown(() => measureBias(input({}, { label: words, prediction: words }))).hint).toContain('bad, good');
    expect(thrown(() => measureBias(input({}, { groups: [levelColumn('id', rows().group.map((_, at) => `${at}`))] }))).message).toContain('more than 200');
    const divided = thrown(() => measureBias(input({ bins: { age: { edges: [30] } } })));
    expect(divided).toMatchObject({ code: 'invalid', message: '“age” is to be divided into bins, but it is no group.', hint: 'Add it (--group age), or leave out --bins age=….' });
  });

  it('takes true and false for 1 and 0, and a table without a label for one without rows', () => {
    const { truth } = rows();
    expect(measureBias(input({}, { label: booleanColumn('y', truth.map((is) => is === 1)) })).disparities).toEqual(measureBias(input()).disparities);
    const none = measureBias(input({ limits: { equalized_odds_difference: 0.1 } }, { label: emptyColumn('y', truth.length) }));
    expect(none).toMatchObject({ verdict: 'unknown', rows: { read: 400, used: 0, withoutLabel: 400 } });
  });

  it('says what is not supported for numbers and for several classes', () => {
    const { truth, age } = rows();
    const numbers = measureBias(input({}, { label: numberColumn('y', age.map((one, at) => one + truth[at]! / 3)), prediction: numberColumn('p', age) }));
    expect(numbers.kind).toBe('regression');
    expect(numbers.notSupported[0]!.what).toContain('four-fifths');
    const classes = levelColumn('y', age.map((one) => ['x', 'y', 'z'][one % 3]!));
    expect(measureBias(input({}, { label: classes, prediction: classes })).notSupported[0]!.reason).toContain('not supported');
  });
});

describe('a threshold', () => {
  const part = (seed: string) => {
    const { truth, group, scores } = rows(seed);
    return { label: numberColumn('y', truth), score: numberColumn('s', scores), groups: [levelColumn('g', group)] };
  };
  const choice = (settings: Partial<BiasSettings>, tune?: BiasInput['tune']) => measureBias(input(settings, { ...part('2'), ...(tune === undefined ? {} : { tune }) })).thresholds!;

  it('is never chosen on the test part: curves are shown, and why none is chosen', () => {
    const { curves, choice: chosen } = choice({});
    expect(curves[0]).toMatchObject({ role: 'test', column: 'g' });
    expect(curves[0]!.groups.map(({ group, selectionRate }) => [group, selectionRate.length > 0])).toEqual([['a', true], ['b', true], ['c', false], ['(missing)', false]]);
    expect(curves[0]!.groups[0]!.selectionRate[0]).toBe(1);
    expect(chosen).toMatchObject({ state: 'refused' });
    expect(choice({}, { data: 'sha256:1', ...part('2') }).choice).toMatchObject({ state: 'refused', reason: expect.stringContaining('same content') as string });
  });

  it.each([false, true])('is chosen on the tuning part alone (per group: %s)', (isPerGroup) => {
    const wish = { constraint: 'equal_opportunity' as const, tolerance: 0.1, isPerGroup };
    const tune = { data: 'sha256:2', ...part('3') };
    const first = choice({ wish }, tune).choice;
    if (first.state !== 'chosen') throw new Error(first.reason);
    expect(first.tune.difference!).toBeLessThanOrEqual(0.1 + 1e-12);
    expect(first.tune.balancedAccuracy!).toBeGreaterThan(0.5);
    expect(first.thresholds.map(({ group }) => group)).toEqual(isPerGroup ? ['a', 'b'] : []);
    // Other test rows: the same threshold, another result.
    const other = measureBias(input({ wish }, { ...part('4'), tune })).thresholds!.choice;
    if (other.state !== 'chosen') throw new Error(other.reason);
    expect([other.common, other.thresholds]).toEqual([first.common, first.thresholds]);
    expect(other.test).not.toEqual(first.test);
  });
});

it('a column that is not there is told with near names, and the table is closed', async () => {
  let closed = 0;
  const table = { ...memoryTable('t.csv', [numberColumn('label', [1]), numberColumn('predicted', [1]), levelColumn('sex', ['a'])]), close: () => void (closed += 1) };
  const bias = new Bias({ open: async () => table } as unknown as Tables);
  const request = { data: 't.csv', label: 'label', prediction: 'prediction', groups: ['sex'] };
  await expect(bias.measure(request, '/', new AbortController().signal)).rejects.toMatchObject({ fault: { code: 'invalid', hint: 'Close: predicted.' } });
  await expect(bias.measure({ ...request, prediction: 'predicted' }, '/', new AbortController().signal)).resolves.toMatchObject({ verdict: 'measured', rows: { used: 1 } });
  expect(closed).toBe(2);
});
