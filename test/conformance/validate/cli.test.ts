import { execFileSync } from 'node:child_process';
import { cp, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataResult, ScenariosResult, ValidationReport } from '../../../src/core/validation/report/validationReport.ts';
import { missing, tools } from '../../support/tools.ts';
import { ended, Mlops } from '../cli/mlops.ts';
import { sampleCsv } from './bench.ts';

const people = 'id,age,city,at\n1,30,north,2020-01-01\n2,-4,south,2020-01-02\n2,41,"up\nnorth",\n4,,south,2020-01-03\n';
const dataSuite = `
  people:
    kind: data
    data: people.csv
    checks:
      columns: { kind: schema, columns: { id: numeric, age: numeric, city: categorical, at: datetime }, only: true }
      ages: { kind: range, column: age, min: 0, max: 120 }
      cities: { kind: values, column: city, values: [north, south] }
      ids: { kind: unique, columns: [id] }
      gaps: { kind: nulls, column: age, max: 0.5 }
      recent: { kind: fresh, column: at, within: 7d }
      enough: { kind: rows, min: 4 }
      elsewhere: { kind: range, column: height, min: 0 }
`;
const scenarios = `
  world:
    kind: scenarios
    data: rows.csv
    target: y
    features: [a, b, city]
    models: [rules:rule, rules:inverted, rules:failing]
    scenarios:
      north: { kind: seasonal, where: city = "north", expect: [accuracy >= 0.7] }
      noise: { kind: stress, perturb: [{ noise: { column: a, deviations: 3 } }], expect: [accuracy >= 0.7, f1 >= 0.1] }
      few: { kind: adversarial, where: a > 2.5, expect: [accuracy >= 0.1] }
      nobody: { kind: adversarial, perturb: [{ swap: { column: city, from: west, to: north } }], expect: [accuracy >= 0.1] }
`;
const champion = (more: string) => `
  champion:
    kind: champion
    data: rows.csv
    target: y
    features: [a, b]
    metric: accuracy
    candidate: { model: "rules:rule"${more} }
    champion: { model: "rules:coin"${more} }
`;

describe.skipIf(missing('node', 'python'))('mlops validate', () => {
  let mlops: Mlops;
  beforeAll(async () => {
    mlops = await Mlops.make();
  });
  afterAll(() => mlops.dispose());

  async function project(suites: string): Promise<string> {
    const folder = await mlops.folder({ '.mlops/validation.yaml': `suites:${suites}`, 'people.csv': people, 'rows.csv': sampleCsv('ab', 300) });
    await cp(path.join(import.meta.dirname, 'project'), folder, { recursive: true });
    return folder;
  }
  const run = (folder: string, ...args: string[]) => mlops.json<ValidationReport>(['validate', ...args], folder);
  const outcomes = (report: ValidationReport) => Object.fromEntries((report.suites[0] as DataResult).checks.map(({ name, outcome }) => [name, outcome]));

  it('checks data without Python and before trust: counts, first rows, the same digest twice', async () => {
    const folder = await project(dataSuite);
    const { data, code, problems } = await run(folder, '--untrusted');
    expect(code).toBe(1);
    expect(problems).toEqual([]);
    expect(Object.keys(data)).toEqual(['verdict', 'suites', 'matrix', 'digest']);
    expect(outcomes(data)).toEqual({ columns: 'pass', ages: 'fail', cities: 'fail', ids: 'fail', gaps: 'pass', recent: 'fail', enough: 'pass', elsewhere: 'unknown' });
    const checks = (data.suites[0] as DataResult).checks;
    expect(checks.find(({ name }) => name === 'ages')).toMatchObject({ checked: 3, failed: 1, rows: [{ row: 1, value: '-4' }] });
    expect(checks.find(({ name }) => name === 'ids')?.rows).toEqual([{ row: 2, value: '2' }]);
    expect(checks.find(({ name }) => name === 'cities')?.rows).toEqual([{ row: 2, value: 'up\nnorth' }]);
    expect((await run(folder)).data.digest).toBe(data.digest);
    const { stdout } = await mlops.run(['validate'], folder);
    expect(stdout).toContain('fail ages  1 of 3 values of “age” are outside the range');
    expect(await readdir(path.join(folder, '.mlops'))).toEqual(['validation.yaml']);
  });

  it('runs again only what failed, and writes JUnit', async () => {
    const folder = await project(dataSuite);
    await run(folder);
    await writeFile(path.join(folder, 'people.csv'), people.replace('-4', '44'));
    const again = await run(folder, '--rerun-failed', '--junit', 'out/junit.xml');
    expect(outcomes(again.data)).toEqual({ ages: 'pass', cities: 'fail', ids: 'fail', recent: 'fail', elsewhere: 'unknown' });
    expect(Object.keys(outcomes((await run(folder, '--rerun-failed')).data))).toEqual(['cities', 'ids', 'recent', 'elsewhere']);
    const counted = execFileSync(tools.python, ['-c', 'import sys, xml.etree.ElementTree as e; r = e.parse(sys.argv[1]).getroot(); print(r.tag, len(r.findall(".//testcase")), len(r.findall(".//failure")), len(r.findall(".//error")), r.get("tests"))', path.join(folder, 'out/junit.xml')], { encoding: 'utf8' });
    expect(counted.trim()).toBe('testsuites 5 3 1 5');
  });

  it('asks every model of every scenario, says why a cell has no answer, and answers the same twice', async () => {
    const folder = await project(scenarios);
    const { data, code, stderr } = await run(folder);
    expect([code, data.verdict], stderr).toEqual([1, 'fail']);
    const cell = (scenario: string, model: string) => data.matrix.cells.find((one) => one.scenario === scenario && one.model === `rules:${model}`);
    expect(data.matrix.scenarios).toEqual(['north', 'noise', 'few', 'nobody']);
    expect(data.matrix.cells).toHaveLength(12);
    expect([cell('north', 'rule')?.outcome, cell('north', 'inverted')?.outcome, cell('noise', 'rule')?.outcome]).toEqual(['pass', 'fail', 'fail']);
    expect(cell('north', 'failing')).toMatchObject({ outcome: 'unknown', reason: expect.stringContaining('ValueError: no rows for me') as string });
    expect(cell('few', 'rule')).toMatchObject({ outcome: 'unknown', reason: expect.stringMatching(/\d+ rows are too few/) as string });
    expect(cell('nobody', 'rule')?.reason).toContain('no category “west”');
    const accuracy = cell('north', 'rule')!.expectations[0]!.observed!;
    expect(cell('north', 'inverted')!.expectations[0]!.observed!).toBeCloseTo(1 - accuracy, 12);
    const other = await run(folder, 'world', '--model', 'rules:rule');
    expect((other.data.suites[0] as ScenariosResult).models).toEqual(['rules:rule']);
    expect(other.data.matrix.cells.map(({ expectations }) => expectations)).toEqual(data.matrix.cells.filter(({ model }) => model === 'rules:rule').map(({ expectations }) => expectations));
  });

  it('does not compare fixed models on rows that they may have seen', async () => {
    const bare = await run(await project(champion('')));
    expect([bare.code, bare.data.verdict]).toEqual([1, 'unknown']);
    expect(bare.data.suites[0]?.reason).toMatch(/candidate rules:rule may have seen these rows: nothing says what it was trained on\. Name each model’s training data as trainedOn/);
    const overlapping = await run(await project(champion(', trainedOn: rows.csv')));
    expect(overlapping.data.suites[0]?.reason).toMatch(/may have seen these rows: 294 of them stand in rows\.csv/);
    const folder = await project(champion(', trainedOn: train.csv'));
    await writeFile(path.join(folder, 'train.csv'), sampleCsv('cd', 200));
    const { data, code } = await run(folder);
    expect([code, data.verdict]).toEqual([0, 'pass']);
    expect(data.suites[0]).toMatchObject({ unseen: 'No row stands in the data that the models were trained on as stated.', comparison: { answer: 'better', method: 'paired bootstrap' } });
  });

  it('names the line of each mistake, runs what is right, and ends with 2', async () => {
    const folder = await project(`${dataSuite}  typo:\n    kind: data\n    data: people.csv\n    checks:\n      ages: { kind: range, colum: age, min: 0 }\n`);
    const { data, code, problems } = await run(folder);
    expect(code).toBe(2);
    expect(data.suites.map(({ name }) => name)).toEqual(['people']);
    expect(problems.map(({ at }) => (at?.line ?? -1) + 1)).toContain(18);
    expect(problems.map(({ message }) => message).join('\n')).toMatch(/Line 18: Check “ages”: “colum” is not known here/);
    expect((await run(folder, 'people')).code).toBe(1);
    expect((await run(folder, 'nope')).code).toBe(2);
    expect((await mlops.json(['validate'], await mlops.folder())).problems[0]).toMatchObject({ code: 'notFound', message: 'There is no .mlops/validation.yaml here.' });
  });

  it('runs no code of a folder that is not trusted', async () => {
    const folder = await project(scenarios);
    await writeFile(path.join(folder, 'rules.py'), 'open("ran", "w")\n');
    const { code, problems } = await run(folder, '--untrusted');
    expect(code).toBe(2);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toBe('Validation runs code of this folder, so it runs in trusted folders only.');
    expect(await readdir(folder)).not.toContain('ran');
  });

  it('ends the whole process group when it is interrupted', async () => {
    const folder = await project(scenarios.replace('rules:rule, rules:inverted, rules:failing', 'rules:sleeping'));
    const child = mlops.start(['validate', '--json'], folder);
    const over = ended(child);
    const pids = await until(async () => (await readFile(path.join(folder, 'pids'), 'utf8')).split(' ').map(Number));
    child.kill('SIGINT');
    expect((await over).code).toBe(130);
    await until(async () => {
      if (pids.some(isAlive)) throw new Error(`still there: ${pids.filter(isAlive).join()}`);
      return true;
    });
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // Gone.
  }
}

/** Tries until it does not throw. */
async function until<T>(look: () => Promise<T>): Promise<T> {
  for (let left = 1_200; ; left -= 1) {
    try {
      return await look();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
