import { describe, expect, it } from 'vitest';
import { checkReport } from '../../../src/core/drift/checkReport.ts';
import { biasLook } from '../../../src/core/drift/looks/biasLook.ts';
import { performanceLook, type PerformanceChoice } from '../../../src/core/drift/looks/performanceLook.ts';
import { performanceVerdict } from '../../../src/core/drift/performance/performanceVerdict.ts';
import { reportDigest } from '../../../src/core/drift/report/reportDigest.ts';
import type { DriftSettings } from '../../../src/core/drift/settings.ts';
import type { DriftReport } from '../../../src/core/model/drift.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import type { Column } from '../../../src/core/table/column.ts';
import { emptyColumn, levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';
import { compare, tableOf } from './tables.ts';

interface Rows {
  readonly score: number[];
  readonly said: Array<number | null>;
  readonly y: Array<number | null>;
  readonly plan: string[];
}

function rowsOf(seed: string, count: number, { flipAt = count, late = 0 } = {}): Rows {
  const random = new RandomGenerator(seed);
  const score = Array.from({ length: count }, () => random.uniform());
  return {
    score,
    said: score.map((one) => Number(one > 0.5)),
    y: score.map((one, row) => (row >= count - late ? null : Number(random.uniform() < (row < flipAt ? one : 1 - one)))),
    plan: score.map((_, row) => (row % 50 === 0 ? 'rare' : row % 2 === 0 ? 'basic' : 'pro')),
  };
}

const columnsOf = ({ score, said, y, plan }: Rows): Column[] => [numberColumn('score', score), numberColumn('said', said), numberColumn('y', y), levelColumn('plan', plan)];
const without = (columns: Column[], name: string) => columns.filter((column) => column.name !== name);
const withColumn = (columns: Column[], column: Column) => [...without(columns, column.name), column];

const roles = { target: 'y', prediction: 'said', score: 'score', intervals: false } as const;
const usual = columnsOf(rowsOf('aa', 1_000));

async function look(current: Column[], { reference = usual, choice = {}, settings = {} }: { reference?: Column[]; choice?: PerformanceChoice; settings?: DriftSettings } = {}): Promise<DriftReport> {
  return compare(tableOf('reference', ...reference), tableOf('current', ...current), { ...roles, ...settings }, { performance: performanceLook(choice) });
}

describe('performance in a drift report', () => {
  it('cuts chunks of one size on both sides, and reads back with its digest', async () => {
    const report = await look(columnsOf(rowsOf('bb', 450, { late: 150 })));
    expect(report.performance!.chunks.map(({ side, rows, labelled }) => [side, rows, labelled]).slice(9)).toEqual([['reference', 100, 100], ['current', 100, 100], ['current', 100, 100], ['current', 100, 100], ['current', 100, 0], ['current', 50, 0]]);
    expect(report.performance!.problems.map(({ code }) => code)).toEqual(['labelsToCome']);
    const read = checkReport(JSON.parse(JSON.stringify(report)));
    expect(read.performance).toEqual(report.performance);
    expect(reportDigest(read)).toBe(report.digest);
  });

  it('tells a model that holds from one that is worse and from one of which nothing is known', async () => {
    const verdict = async (current: Rows) => performanceVerdict((await look(columnsOf(current))).performance);
    expect(await verdict(rowsOf('cc', 500))).toBe('holds');
    expect(await verdict(rowsOf('dd', 500, { flipAt: 200 }))).toBe('worse');
    expect(await verdict(rowsOf('ee', 500, { late: 500 }))).toBe('unknown');
    expect(performanceVerdict(undefined)).toBe('unknown');
  });

  const now = columnsOf(rowsOf('ff', 300));
  it.each([
    ['no label yet', withColumn(now, emptyColumn('y', 300)), 'noLabels', /no row of the current side has a label yet/],
    ['no column of labels yet', without(now, 'y'), 'noLabels', /no row of the current side has a label yet/],
    ['one class', withColumn(now, numberColumn('y', Array<number>(300).fill(1))), 'oneClass', /every label of the current side is “1”/],
    ['no scores', without(now, 'score'), 'noScore', /score: the current side has no such column/],
    ['scores that are texts', withColumn(now, levelColumn('score', Array<string>(300).fill('high'))), 'noScore', /holds no numbers on the current side/],
    ['scores that are no probabilities', withColumn(now, numberColumn('score', Array.from({ length: 300 }, (_, row) => row))), 'notProbabilities', /298 values of the current side are not between 0 and 1/],
    ['predictions that are missing', withColumn(now, numberColumn('said', Array.from({ length: 300 }, (_, row) => (row < 7 ? null : row % 2)))), 'noPrediction', /7 labelled rows of the current side have no prediction/],
    ['no rows', columnsOf(rowsOf('ff', 0)), 'noRows', /the current side has no rows/],
  ])('%s: a problem by name, and the rest of the report', async (_, current, code, message) => {
    const { performance, columns } = await look(current);
    expect(performance!.problems.find((problem) => problem.code === code)?.message).toMatch(message);
    expect(performance!.chunks.filter(({ side }) => side === 'reference').every(({ realised }) => realised?.['accuracy']?.value)).toBe(true);
    expect(columns.some(({ name }) => name === 'plan')).toBe(true);
    if (code === 'noScore' || code === 'notProbabilities') expect(performance!.estimateMissing).toMatch(/needs the model’s probabilities/);
  });

  it.each([
    ['no predictions', without(now, 'said'), {}, /The current side has no column “said”/],
    ['texts for numbers', withColumn(now, levelColumn('y', Array.from({ length: 300 }, (_, row) => `c${row % 2}`))), {}, /“y” holds numbers in the reference and texts in the current data/],
    ['a positive class that no row has', now, { positive: 'yes' }, /No row has the class “yes”/],
    ['too many chunks', now, { chunking: { size: 1 } }, /1000 chunks, more than 400/],
  ])('%s: the report says why there is none, and stays', async (_, current, choice, message) => {
    const report = await look(current, { choice });
    expect(report.performance).toBeUndefined();
    expect(report.problems.find(({ code }) => code === 'performance')?.message).toMatch(message);
    expect(report.columns.length).toBeGreaterThan(0);
  });

  it('finds the kind of model, by both sides together', async () => {
    const classes = (seed: string, of: string[]) => {
      const random = new RandomGenerator(seed);
      const y = Array.from({ length: 300 }, () => of[random.integerBelow(of.length)]!);
      return [levelColumn('y', y), levelColumn('said', y.map((one) => (random.uniform() < 0.8 ? one : of[0]!)))];
    };
    const several = await look(classes('02', ['a', 'b', 'c']), { reference: classes('01', ['a', 'b']), settings: { score: undefined } as unknown as DriftSettings });
    expect([several.performance!.task, several.performance!.columns!.positive]).toEqual(['multiclass', null]);
    const amounts = (seed: string) => {
      const random = new RandomGenerator(seed);
      const y = Array.from({ length: 300 }, () => 10 * random.normal());
      return [numberColumn('y', y), numberColumn('said', y.map((one) => one + random.normal()))];
    };
    const numbers = await look(amounts('04'), { reference: amounts('03'), settings: { score: undefined } as unknown as DriftSettings });
    expect(numbers.performance!.task).toBe('regression');
    expect(numbers.performance!.chunks[0]!.realised!['mae']!.value).toBeGreaterThan(0.5);
  });

  it('puts rows in the order of a column of numbers, which are no moments', async () => {
    const order = Array.from({ length: 300 }, (_, row) => 300 - row);
    const { performance } = await look([...now, numberColumn('step', order)], { reference: [...usual, numberColumn('step', Array.from({ length: 1_000 }, (_, row) => (row < 4 ? null : row)))], settings: { time: 'step' } });
    expect(performance!.chunks.every(({ from }) => from === null)).toBe(true);
    expect(performance!.problems.map(({ message }) => message)).toContain('step: 4 rows of the reference have no value in it and are left out.');
  });
});

describe('bias in a drift report', () => {
  it('is of the current side, withholds small groups, and reads back with its digest', async () => {
    const report = await compare(tableOf('reference', ...usual), tableOf('current', ...columnsOf(rowsOf('a9', 600, { late: 100 }))), { ...roles, groups: ['plan'] }, { bias: biasLook({}) });
    expect(report.bias!.rows).toEqual({ read: 600, used: 500, withoutLabel: 100, withoutPrediction: 0 });
    const rare = report.bias!.groupings[0]!.groups.find(({ values }) => values[0] === 'rare')!;
    expect([rare.rows, rare.measures]).toEqual([10, []]);
    expect(rare.withheld).toBe('too few rows (n = 10 < 30)');
    const read = checkReport(JSON.parse(JSON.stringify(report)));
    expect(read.bias).toEqual(report.bias);
    expect(reportDigest(read)).toBe(report.digest);
  });

  it('that cannot be measured costs the report nothing else', async () => {
    const report = await compare(tableOf('reference', ...usual), tableOf('current', ...without(usual, 'plan')), { ...roles, groups: ['plan'] }, { bias: biasLook({}) });
    expect(report.bias).toBeUndefined();
    expect(report.problems.find(({ code }) => code === 'bias')?.message).toMatch(/The current side has no column “plan”/);
  });
});
