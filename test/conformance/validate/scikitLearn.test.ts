import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { studentQuantile, studentTail } from '../../../src/core/statistics/special/studentTail.ts';
import { compareRecipes } from '../../../src/core/validation/champion/compareRecipes.ts';
import { deLong } from '../../../src/core/validation/champion/deLong.ts';
import type { CrossValidationResult } from '../../../src/core/validation/report/validationReport.ts';
import { missing, tools } from '../../support/tools.ts';
import { openValidateBench, sampleCsv, type ValidateBench } from './bench.ts';

const freshSeed = process.env['MLOPS_TEST_SEED'] ?? randomBytes(8).toString('hex');
/** Our name of a metric to scikit-learn's. */
const scorers: Record<string, string> = {
  accuracy: 'accuracy', f1: 'f1', f1_macro: 'f1_macro', roc_auc: 'roc_auc', log_loss: 'neg_log_loss', brier_score: 'neg_brier_score', average_precision: 'average_precision',
  mae: 'neg_mean_absolute_error', rmse: 'neg_root_mean_squared_error', r2: 'r2',
};
const ofClasses = ['accuracy', 'f1', 'f1_macro', 'roc_auc', 'log_loss', 'brier_score', 'average_precision'];
const cases = [
  { recipe: 'logistic', target: 'y', metrics: ofClasses, splitter: { kind: 'stratified', k: 5, seed: 3 } },
  { recipe: 'logistic', target: 'y', metrics: ofClasses, splitter: { kind: 'kfold', k: 4, seed: 11, repeats: 3 } },
  { recipe: 'logistic', target: 'y', metrics: ofClasses, splitter: { kind: 'group', k: 4, group: 'team' } },
  { recipe: 'dummy', target: 'y', metrics: ['accuracy'], splitter: { kind: 'stratified', k: 3, seed: 1, repeats: 2 } },
  { recipe: 'linear', target: 'cost', metrics: ['mae', 'rmse', 'r2'], splitter: { kind: 'kfold', k: 6, seed: 4_294_967_295 } },
  { recipe: 'linear', target: 'cost', metrics: ['mae', 'rmse', 'r2'], splitter: { kind: 'time-series', k: 5, time: 'at', gap: 4 } },
];

describe.skipIf(missing('python'))('folds, metrics and tests equal scikit-learn’s and scipy’s', () => {
  let bench: ValidateBench;
  let results: CrossValidationResult[];
  let answers: Array<Record<string, never>>;
  const pairs = pairsOf();
  const tails = [0, 0.01, 0.5, 1, 2.5, 10, 60, 1e3, 1e8, -3].flatMap((t) => [1, 2, 4, 9, 29, 400].map((degrees) => [t, degrees] as const));

  beforeAll(async () => {
    bench = await openValidateBench();
    await bench.write('data.csv', sampleCsv('5ca1ab1e', 240));
    const suites = cases.map(({ recipe, target, metrics, splitter }, at) =>
      `  case ${at}:\n    kind: cross-validation\n    data: data.csv\n    target: ${target}\n    features: [a, b, whole, city]\n    recipe: recipes:${recipe}\n    splitter: ${JSON.stringify(splitter)}\n    metrics: ${JSON.stringify(metrics)}\n    expect: ["${metrics[0]} >= -1"]\n`);
    await bench.write('.mlops/validation.yaml', `suites:\n${suites.join('')}`);
    const read = await bench.validation.read(bench.folder);
    expect(read.problems).toEqual([]);
    const running = bench.validation.run(bench.folder, read.suites, {}, AbortSignal.timeout(230_000));
    const questions = [
      ...cases.map(({ metrics, ...rest }) => ['folds', { ...rest, features: ['a', 'b', 'whole', 'city', rest.target, 'team', 'at'].filter((name) => !['y', 'cost', 'team', 'at'].includes(name)), scoring: metrics.map((name) => scorers[name]) }]),
      ...pairs.map(({ truth, first, second }) => ['deLong', Array.from(truth), Array.from(first), Array.from(second)]),
      ...tails.map(([t, degrees]) => ['student', t, degrees]),
      ['corrected', [0.9, 0.8, 0.85, 0.95], [0.85, 0.82, 0.8, 0.9], [75, 75, 75, 75], [25, 25, 25, 25]],
    ];
    const child = spawn(tools.python, [path.join(import.meta.dirname, 'oracle.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(JSON.stringify({ folder: bench.folder, data: path.join(bench.folder, 'data.csv'), questions }));
    const [said, report] = await Promise.all([text(child.stdout), running]);
    answers = JSON.parse(said) as typeof answers;
    results = report.suites as CrossValidationResult[];
  });
  afterAll(() => bench.close());

  it.each(cases.map((one, at) => [at, one] as const))('case %i: %o', (at, { metrics }) => {
    const result = results[at]!;
    const theirs = answers[at] as unknown as Record<string, { values: number[]; mean: number; low: number | null; high: number | null }> & { train: number[]; test: number[] };
    expect(result.reason).toBeNull();
    expect(result.outcome).toBe('pass');
    expect(result.folds.map(({ trainRows }) => trainRows)).toEqual(theirs.train);
    expect(result.folds.map(({ testRows }) => testRows)).toEqual(theirs.test);
    let worst = 0;
    for (const metric of metrics) {
      const { values, mean, low, high } = theirs[scorers[metric]!]!;
      const mine = result.folds.map((fold) => fold.metrics[metric] ?? Number.NaN);
      const spread = result.metrics.find((one) => one.metric === metric)!;
      const both = [...mine.map((value, fold) => [value, values[fold]!]), [spread.mean, mean], ...(low === null ? [] : [[spread.interval!.low, low], [spread.interval!.high, high!]])];
      if (low === null) expect(spread.interval).toBeNull();
      for (const [ours = NaN, its = NaN] of both) worst = Math.max(worst, Math.abs(ours - its) / Math.max(1, Math.abs(its)));
    }
    console.log(`case ${at}: ${result.folds.length} folds, ${metrics.length} metrics, largest difference ${worst.toExponential(1)}`);
    expect(worst).toBeLessThanOrEqual(1e-9);
  });

  it('DeLong equals every pair of rows, and areas equal roc_auc_score', () => {
    let [areas, variances, ps] = [0, 0, 0];
    pairs.forEach(({ truth, first, second, about }, at) => {
      const theirs = answers[cases.length + at] as unknown as { candidate: number; champion: number; variance: number; p: number | null };
      const mine = deLong(truth, first, second);
      areas = Math.max(areas, Math.abs(mine.candidate - theirs.candidate), Math.abs(mine.champion - theirs.champion));
      variances = Math.max(variances, Math.abs(mine.variance - theirs.variance));
      if (theirs.p === null) expect(mine.pValue === null || mine.pValue === 1, about).toBe(true);
      else ps = Math.max(ps, Math.abs(mine.pValue! - theirs.p) / theirs.p);
    });
    console.log(`DeLong: ${pairs.length} cases, areas within ${areas.toExponential(1)}, variances ${variances.toExponential(1)}, p relative ${ps.toExponential(1)}; fresh seed ${freshSeed}`);
    expect(pairs.length).toBeGreaterThanOrEqual(200);
    expect(areas).toBeLessThanOrEqual(1e-9);
    expect(variances).toBeLessThanOrEqual(1e-9);
    expect(ps).toBeLessThanOrEqual(1e-6);
  });

  it('Student’s t equals scipy’s', () => {
    tails.forEach(([t, degrees], at) => {
      const theirs = answers[cases.length + pairs.length + at] as unknown as { tail: number; quantile: number };
      const about = `t ${t}, ${degrees} degrees`;
      expect(Math.abs(studentTail(t, degrees) - theirs.tail), about).toBeLessThanOrEqual(1e-9 * theirs.tail);
      const mine = studentQuantile(Math.min(0.5, Math.abs(t) / 100 + 1e-6), degrees);
      expect(Math.abs(mine - theirs.quantile), about).toBeLessThanOrEqual(1e-8 * Math.max(1, theirs.quantile));
    });
  });

  it('the corrected resampled t-test equals its formula on scipy’s t', () => {
    const fold = (value: number) => ({ value, trainRows: 75, testRows: 25 });
    const mine = compareRecipes([0.9, 0.8, 0.85, 0.95].map(fold), [0.85, 0.82, 0.8, 0.9].map(fold), { metric: 'accuracy', direction: 'maximize' });
    const theirs = answers.at(-1) as unknown as { difference: number; p: number };
    expect(mine.difference).toBeCloseTo(theirs.difference, 12);
    expect(Math.abs(mine.pValue! - theirs.p)).toBeLessThanOrEqual(1e-9);
  });
});

/** Scores of two models in many sizes, with ties, constants, equal ones, far and near ones. */
function pairsOf() {
  return ['5ca1ab1e', freshSeed].flatMap((seed) => {
    const random = new RandomGenerator(seed);
    return Array.from({ length: 110 }, (_, round) => {
      const n = [4, 5, 20, 60, 200][round % 5]!;
      const positives = Math.max(2, Math.min(n - 2, 1 + random.integerBelow(n - 2)));
      const truth = Int32Array.from({ length: n }, (_, row) => Number(row < positives));
      const scale = [1, 1e-9, 1e9][round % 3]!;
      const shapes: Array<(row: number) => number> = [
        (row) => scale * (truth[row]! * 0.7 + random.normal()),
        (row) => random.integerBelow(3) + truth[row]!,
        () => 1,
        (row) => truth[row]!,
      ];
      const [one, other] = [shapes[round % 4]!, shapes[(round >> 2) % 4]!];
      const first = Float64Array.from(truth, (_, row) => one(row));
      const second = round % 9 === 0 ? first.slice() : Float64Array.from(truth, (_, row) => other(row));
      return { truth, first, second, about: `n ${n}, ${positives} positive, shapes ${round % 4} and ${(round >> 2) % 4}` };
    });
  });
}
