import { expect, it } from 'vitest';
import { driftReport } from '../../../src/core/drift/driftReport.ts';
import { multivariateLook } from '../../../src/core/drift/looks/multivariateLook.ts';
import { slicesLook } from '../../../src/core/drift/looks/slicesLook.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';
import { memoryTable } from '../../../src/core/table/memoryTable.ts';

const { signal } = new AbortController();
const rows = 600;

/** `a` and `b` have correlation `tie`; in the slice plan = pro, country = x the prediction is wrong as often as `wrong`. */
function table(seed: string, tie: number, wrong: number) {
  const random = new RandomGenerator(seed);
  const a = Array.from({ length: rows }, () => random.normal());
  const b = a.map((value) => tie * value + Math.sqrt(1 - tie * tie) * random.normal());
  const plan = a.map(() => (random.uniform() < 0.5 ? 'pro' : 'free'));
  const country = a.map(() => 'xyz'[random.integerBelow(3)]!);
  const target = a.map(() => (random.uniform() < 0.5 ? 'yes' : 'no'));
  const said = target.map((label, row) => (random.uniform() < (plan[row] === 'pro' && country[row] === 'x' ? wrong : 0.1) ? (label === 'yes' ? 'no' : 'yes') : label));
  const entity = a.map((_, row) => `e${Math.floor(row / 3)}`);
  const time = a.map((_, row) => row);
  const columns = [numberColumn('a', a), numberColumn('b', b), levelColumn('plan', plan), levelColumn('country', country), levelColumn('target', target), levelColumn('said', said), levelColumn('entity', entity), numberColumn('time', time)];
  return memoryTable(seed, columns, { digest: `sha256:${seed}` });
}

const roles = { prediction: 'said', target: 'target', exclude: ['entity', 'time'], intervals: false };

it('finds a change of two columns together that neither shows alone', async () => {
  const look = { signal, families: [multivariateLook] };
  const changed = await driftReport(table('01', 0.9, 0.1), table('02', -0.2, 0.1), { ...roles, columns: ['a', 'b'] }, look);
  expect(changed.columns.every(({ drifted }) => !drifted)).toBe(true);
  expect(changed.families.find(({ name }) => name === 'multivariate')).toMatchObject({ drifted: true, state: 'drift' });
  expect(changed.verdict).toBe('drift');
  const same = await driftReport(table('03', 0.9, 0.1), table('04', 0.9, 0.1), { ...roles, columns: ['a', 'b'] }, look);
  expect(same.families.find(({ name }) => name === 'multivariate')?.drifted).toBe(false);
});

it.each([{}, { entity: 'entity' }, { time: 'time' }])('finds the slice in which the error rose, with %j', async (dependence) => {
  const settings = { ...roles, ...dependence };
  const report = await driftReport(table('05', 0.5, 0.1), table('06', 0.5, 0.7), settings, { signal, slices: slicesLook(['plan', 'country']) });
  expect(report.slices[0]).toMatchObject({ flagged: true, measure: expect.stringContaining('error rate') as string });
  expect(report.slices[0]?.where.map(({ column, value }) => `${column}=${value}`).sort()).toEqual(['country=x', 'plan=pro']);
  const again = await driftReport(table('05', 0.5, 0.1), table('06', 0.5, 0.7), settings, { signal, slices: slicesLook(['plan', 'country']) });
  expect(again.digest).toBe(report.digest);
});

it('says which column cannot cut slices, and searches shares where no outcome is named', async () => {
  const settings = { exclude: ['entity', 'time'], intervals: false };
  await expect(driftReport(table('07', 0, 0), table('08', 0, 0), settings, { signal, slices: slicesLook(['plam']) })).rejects.toThrow('no column “plam”');
  const report = await driftReport(table('07', 0, 0), table('08', 0, 0), settings, { signal, slices: slicesLook([]) });
  expect(report.slices.every(({ measure }) => measure === 'share of rows')).toBe(true);
});
