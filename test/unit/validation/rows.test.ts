import { describe, expect, it } from 'vitest';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { booleanColumn, emptyColumn, levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';
import { memoryTable } from '../../../src/core/table/memoryTable.ts';
import { isNumberColumn, type Column } from '../../../src/core/table/column.ts';
import { sharedRows } from '../../../src/core/validation/champion/sharedRows.ts';
import { unseenBy, type TrainingFacts } from '../../../src/core/validation/champion/unseen.ts';
import type { Rule } from '../../../src/core/validation/checks/check.ts';
import { lineOfRow } from '../../../src/core/validation/checks/rowLine.ts';
import { runCheck } from '../../../src/core/validation/checks/runCheck.ts';
import { featureNames, labelledRows } from '../../../src/core/validation/folds/taskRows.ts';
import { perturbed } from '../../../src/core/validation/scenarios/perturbation.ts';
import { rowsWhere } from '../../../src/core/validation/scenarios/rowFilter.ts';

const day = 86_400_000;
const age = numberColumn('age', [30, null, -4, Infinity, 41]);
const city = levelColumn('city', ['north', 'south', null, 'north', 'odd name']);
const at = numberColumn('at', [0, day, 2 * day, null, day], { kind: 'datetime' });
const isNew = booleanColumn('is new', [true, false, null, true, false]);
const all = [age, city, at, isNew, emptyColumn('none', 5)];
const check = (rule: Rule, columns: readonly Column[] = all, nowMs = 3 * day) => runCheck({ name: 'check', rule }, memoryTable('t', columns), nowMs, new AbortController().signal);

describe('data checks', () => {
  const cases: Array<[Rule, object]> = [
    [{ kind: 'range', column: 'age', min: 0, max: 120 }, { outcome: 'fail', checked: 4, failed: 2, rows: [{ row: 2, value: '-4' }, { row: 3, value: 'Infinity' }] }],
    [{ kind: 'range', column: 'age', min: null, max: null }, { outcome: 'pass', failed: 0 }],
    [{ kind: 'range', column: 'at', min: day, max: null }, { outcome: 'fail', failed: 1, rows: [{ row: 0, value: '1970-01-01T00:00:00.000Z' }] }],
    [{ kind: 'range', column: 'city', min: 0, max: null }, { outcome: 'unknown', message: '“city” is categorical, so it has no range.' }],
    [{ kind: 'range', column: 'nope', min: 0, max: null }, { outcome: 'unknown', message: 'There is no column “nope”.' }],
    [{ kind: 'range', column: 'none', min: 0, max: null }, { outcome: 'unknown' }],
    [{ kind: 'values', column: 'city', values: ['north', 'south'] }, { outcome: 'fail', checked: 4, failed: 1, rows: [{ row: 4, value: 'odd name' }] }],
    [{ kind: 'values', column: 'is new', values: ['true', 'false'] }, { outcome: 'pass', checked: 4 }],
    [{ kind: 'values', column: 'none', values: ['a'] }, { outcome: 'unknown' }],
    [{ kind: 'nulls', column: 'age', max: 0.2 }, { outcome: 'pass', checked: 5, failed: 1 }],
    [{ kind: 'nulls', column: 'age', max: 0.19 }, { outcome: 'fail', rows: [{ row: 1, value: '' }] }],
    [{ kind: 'nulls', column: 'none', max: 0.5 }, { outcome: 'fail', failed: 5 }],
    [{ kind: 'unique', columns: ['city'] }, { outcome: 'fail', failed: 1, rows: [{ row: 3, value: 'north' }] }],
    [{ kind: 'unique', columns: ['city', 'age'] }, { outcome: 'pass', checked: 5 }],
    [{ kind: 'unique', columns: ['none'] }, { outcome: 'fail', failed: 4 }],
    [{ kind: 'fresh', column: 'at', withinMs: day }, { outcome: 'pass', observed: '1970-01-03T00:00:00.000Z', message: 'The latest “at” is 1970-01-03T00:00:00.000Z, 1d ago.' }],
    [{ kind: 'fresh', column: 'at', withinMs: day - 1 }, { outcome: 'fail', rows: [{ row: 2, value: '1970-01-03T00:00:00.000Z' }] }],
    [{ kind: 'fresh', column: 'age', withinMs: day }, { outcome: 'unknown' }],
    [{ kind: 'rows', min: 5, max: 5 }, { outcome: 'pass' }],
    [{ kind: 'rows', min: 6, max: null }, { outcome: 'fail', message: 'There are 5 rows.' }],
    [{ kind: 'schema', columns: [['age', 'numeric'], ['none', 'categorical'], ['city', null]], isOnly: false }, { outcome: 'pass' }],
    [{ kind: 'schema', columns: [['age', 'categorical'], ['height', 'numeric']], isOnly: true }, { outcome: 'fail', failed: 6 }],
  ];
  it.each(cases)('%o', async (rule, wanted) => expect(await check(rule)).toMatchObject(wanted));

  it('of no rows are unknown, not passed', async () => {
    const none = [numberColumn('age', []), numberColumn('at', [], { kind: 'datetime' })];
    for (const rule of [{ kind: 'range', column: 'age', min: 0, max: 1 }, { kind: 'nulls', column: 'age', max: 1 }, { kind: 'unique', columns: ['age'] }, { kind: 'fresh', column: 'at', withinMs: 1 }] as Rule[]) expect((await check(rule, none)).outcome).toBe('unknown');
  });

  it.each([
    ['a,b\n1,2\n3,4\n', 1, 2],
    ['a,b\r\n"x\r\ny",2\r\n\r\n3,"q""\n"\r\n5,6', 1, 4],
    ['a,b\r\n"x\r\ny",2\r\n\r\n3,"q""\n"\r\n5,6', 2, 6],
    ['a\n1', 1, undefined],
    ['', 0, undefined],
  ])('row of %j', (text, row, line) => expect(lineOfRow(text, row, 'csv')).toBe(line));
  it('row of JSON lines', () => expect(lineOfRow('{"a":"\\""}\n\n{"b":1}\n', 1, 'lines')).toBe(2));
});

describe('conditions over rows', () => {
  it.each([
    ['age > 0', [0, 3, 4]],
    ['city = "north" and age < 100', [0]],
    ['city in ("south", "odd name")', [1, 4]],
    ['not city = "north"', [1, 2, 4]],
    ['at >= "1970-01-02"', [1, 2, 4]],
    ['`is new` = true', [0, 3]],
    ['city ~ "^o"', [4]],
    ['none = 1', []],
  ])('%s', (text, wanted) => expect(Array.from(rowsWhere(text, all, 5))).toEqual(wanted));
  it('names the column that is near a wrong one', () => {
    expect(() => rowsWhere('agee > 1', all, 5)).toThrow('There is no column “agee”.');
    expect(() => rowsWhere('age >', all, 5)).toThrow();
  });
});

describe('perturbations', () => {
  const draw = () => new RandomGenerator('ab');
  it('are the same for the same seed, and leave the column as it was', () => {
    const one = numberColumn('x', Array.from({ length: 2_000 }, (_, row) => row % 100));
    const before = one.values.slice();
    const noisy = perturbed(one, { kind: 'noise', column: 'x', deviations: 0.5 }, draw());
    expect(noisy).toEqual(perturbed(one, { kind: 'noise', column: 'x', deviations: 0.5 }, draw()));
    expect(one.values).toEqual(before);
    const moved = (noisy as typeof one).values.map((value, row) => value - before[row]!);
    const spread = Math.sqrt(moved.reduce((sum, by) => sum + by * by, 0) / moved.length);
    expect(spread / (0.5 * 28.866)).toBeGreaterThan(0.93);
    expect(spread / (0.5 * 28.866)).toBeLessThan(1.07);
  });
  it('shift, lose and swap', () => {
    expect((perturbed(age, { kind: 'shift', column: 'age', by: 2, unit: 'value' }, draw()) as typeof age).values).toEqual(Float64Array.from([32, NaN, -2, Infinity, 43]));
    const many = levelColumn('city', Array.from({ length: 4_000 }, () => 'a'));
    const lost = (perturbed(many, { kind: 'missing', column: 'city', rate: 0.1 }, draw()) as typeof many).codes.filter((code) => code < 0).length;
    expect(lost).toBeGreaterThan(330);
    expect(lost).toBeLessThan(470);
    expect(perturbed(city, { kind: 'swap', column: 'city', from: 'north', to: 'never seen', rate: 1 }, draw())).toMatchObject({ levels: ['north', 'south', 'odd name', 'never seen'], codes: Int32Array.from([3, 1, -1, 3, 2]) });
    expect(() => perturbed(city, { kind: 'noise', column: 'city', deviations: 1 }, draw())).toThrow('is not numeric');
    expect(() => perturbed(numberColumn('x', [null]), { kind: 'noise', column: 'x', deviations: 1 }, draw())).toThrow('has no values');
  });
});

describe('the rows of a task', () => {
  const columns = all.map(({ name, kind }) => ({ name, kind }));
  const task = { target: 'age', features: null, exclude: ['none'], positive: null };
  it('leaves out what has no label, in the order of time', () => {
    expect(featureNames(task, columns, ['at', null])).toEqual(['city', 'is new']);
    expect(Array.from(labelledRows(age, null))).toEqual([0, 2, 3, 4]);
    expect(Array.from(labelledRows(city, at))).toEqual([3, 0, 1, 4]);
  });
  it('refuses what is not there', () => {
    expect(() => featureNames({ ...task, target: 'nope' }, columns)).toThrow('There is no column “nope”.');
    expect(() => featureNames({ ...task, features: ['age'] }, columns)).toThrow('is the target');
    expect(() => featureNames({ ...task, exclude: ['city', 'at', 'is new', 'none'] }, columns)).toThrow('No column is left');
    expect(() => labelledRows(age, city)).toThrow('rows have no order');
  });
});

describe('rows that neither model saw', () => {
  const data = { name: 'holdout.csv', digests: ['sha256:aa', 'md5:bb'] };
  const facts = (more: Partial<TrainingFacts>): TrainingFacts => ({ who: 'The champion c', recorded: null, trainedOn: { name: 'train.csv', digests: ['sha256:cc', 'md5:dd'], sharedRows: 0 }, ...more });
  const one = facts({ who: 'The candidate d' });
  it.each<[string, TrainingFacts, boolean, boolean, RegExp]>([
    ['no row is shared', facts({}), false, true, /as stated/],
    ['and the run recorded it', facts({ recorded: ['md5:dd'] }), false, true, /No row stands/],
    ['nothing is known', facts({ trainedOn: null }), false, false, /may have seen these rows: nothing says/],
    ['nothing is known, but it is stated', facts({ trainedOn: null }), true, true, /stated to be a hold-out/],
    ['the run recorded these very rows, whatever is stated', facts({ recorded: ['md5:bb'] }), true, false, /recorded holdout\.csv by its digest/],
    ['a row is shared, whatever is stated', facts({ trainedOn: { name: 'train.csv', digests: [], sharedRows: 3 } }), true, false, /3 of them stand in train\.csv/],
    ['the run recorded other data', facts({ recorded: ['md5:ee'] }), false, false, /recorded other data than train\.csv/],
    ['the run recorded what cannot be compared', facts({ recorded: ['1234abcd'] }), false, true, /as stated/],
    ['other digests alone show nothing', facts({ recorded: ['md5:ee'], trainedOn: null }), false, false, /may have seen/],
  ])('%s', (_, champion, isHoldOut, isUnseen, reason) => {
    const unseen = unseenBy([one, champion], data, isHoldOut);
    expect(unseen.isUnseen).toBe(isUnseen);
    expect(unseen.reason).toMatch(reason);
  });

  it('counts rows that stand in both', () => {
    const random = new RandomGenerator('cd');
    const table = (rows: number) => [numberColumn('x', Array.from({ length: rows }, () => (random.uniform() < 0.1 ? null : random.normal()))), levelColumn('c', Array.from({ length: rows }, () => ['a', 'b', null][random.integerBelow(3)]))];
    const [first, second] = [table(3_000), table(3_000)];
    const numbers = first[0]!;
    const empty = isNumberColumn(numbers) ? numbers.values.filter(Number.isNaN).length : 0;
    expect(empty).toBeGreaterThan(200);
    // Only rows whose number is missing have few enough values to meet.
    expect(sharedRows(first, second)).toBe(empty);
    expect(sharedRows(first, first)).toBe(3_000);
    expect(sharedRows([numberColumn('x', [-0, 1, 2])], [numberColumn('x', [0, 2])])).toBe(2);
    expect(sharedRows([levelColumn('c', ['a', 'b'])], [levelColumn('c', ['b', 'x', 'a'])])).toBe(2);
    expect(sharedRows([levelColumn('c', ['a', null])], [levelColumn('c', ['b'])])).toBe(0);
  });
});
