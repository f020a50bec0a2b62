import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { frequencyFeatures } from '../../../src/core/drift/multivariate/frequencyFeatures.ts';
import { jointFeatures } from '../../../src/core/drift/multivariate/jointFeatures.ts';
import { fitReconstruction } from '../../../src/core/drift/multivariate/reconstruction.ts';
import { RidgeFolds } from '../../../src/core/drift/multivariate/ridgeFolds.ts';
import { cholesky, choleskySolve } from '../../../src/core/statistics/matrix/cholesky.ts';
import { symmetricEigen } from '../../../src/core/statistics/matrix/symmetricEigen.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { isLevelColumn, isNumberColumn, type Column } from '../../../src/core/table/column.ts';
import { levelColumn } from '../../../src/core/table/makeColumn.ts';
import { missing, tools } from '../../support/tools.ts';
import { askPython } from './askPython.ts';
import { shifts, sideOf } from './shifts.ts';

const freshSeed = process.env['MLOPS_TEST_SEED'] ?? randomBytes(8).toString('hex');
const seeds = ['a9', freshSeed];

describe.skipIf(missing('python'))('numpy and scikit-learn', () => {
  const matrices = seeds.flatMap((seed) => {
    const random = new RandomGenerator(seed);
    return Array.from({ length: 60 }, (_, at) => covariance(1 + (at % 15), at % 5, random));
  });
  const definite = matrices.map(({ size, values }) => ({ size, values: values.map((value, at) => (at % (size + 1) === 0 ? value + 0.5 : value)) }));
  const cases = shifts.flatMap((shift, at) =>
    seeds.map((seed) => {
      const random = new RandomGenerator(seed + at);
      const [n, m] = [300 + random.integerBelow(200), 300 + random.integerBelow(200)];
      const sides = [sideOf(n, shift, false, random), sideOf(m, shift, true, random)] as const;
      const features = jointFeatures(...sides, { most: 200 });
      const fold = Uint8Array.from({ length: n + m }, () => random.integerBelow(5));
      const side = Uint8Array.from({ length: n + m }, (_, row) => Number(row >= n));
      return { shift, sides, features, fold, side, penalty: [0.02, 0.2, 1][at % 3]!, withTrees: seed === 'a9' };
    }),
  );
  let eigens: Array<{ readonly values: readonly number[] }> = [];
  let factors: Array<{ readonly factor: readonly number[]; readonly solution: readonly number[] }> = [];
  let areas: Array<{ readonly ridge: number; readonly trees: number | null }> = [];

  beforeAll(async () => {
    const answers = await askPython<unknown>(tools.python, 'models.py', [
      ...matrices.map((one) => ['eigen', rowsOfMatrix(one)]),
      ...definite.map((one) => ['cholesky', rowsOfMatrix(one), Array.from({ length: one.size }, (_, at) => at + 1)]),
      ...cases.map(({ sides, features: { rows, width, values }, fold, side, penalty, withTrees }) => [
        'areas',
        Array.from({ length: rows }, (_, row) => [...values.subarray(row * width, (row + 1) * width)]),
        rawRows(sides),
        [...side],
        [...fold],
        penalty,
        withTrees,
      ]),
    ]);
    eigens = answers.slice(0, matrices.length) as typeof eigens;
    factors = answers.slice(matrices.length, 2 * matrices.length) as typeof factors;
    areas = answers.slice(2 * matrices.length) as typeof areas;
  });

  it('equal eigenvalues; vectors give the matrix back and are orthonormal', () => {
    let [values, back, lengths] = [0, 0, 0];
    matrices.forEach(({ size, values: matrix }, at) => {
      const ours = symmetricEigen(matrix, size);
      const scale = Math.max(1e-300, ...ours.values.map(Math.abs));
      for (let one = 0; one < size; one += 1) {
        values = Math.max(values, Math.abs(ours.values[one]! - eigens[at]!.values[one]!) / scale);
        for (let other = 0; other < size; other += 1) {
          let [product, entry] = [0, 0];
          for (let k = 0; k < size; k += 1) {
            product += ours.vectors[one * size + k]! * ours.vectors[other * size + k]!;
            entry += ours.values[k]! * ours.vectors[k * size + one]! * ours.vectors[k * size + other]!;
          }
          lengths = Math.max(lengths, Math.abs(product - Number(one === other)));
          back = Math.max(back, Math.abs(entry - matrix[one * size + other]!) / scale);
        }
      }
    });
    console.log(`eigen: ${matrices.length} matrices, largest relative difference of values ${values.toExponential(1)}, of the matrix ${back.toExponential(1)}`);
    expect(Math.max(values, back, lengths), `seed ${freshSeed}`).toBeLessThan(1e-12);
  });

  it('equal Cholesky factors and solutions', () => {
    let largest = 0;
    definite.forEach(({ size, values }, at) => {
      const factor = cholesky(values, size);
      const solution = choleskySolve(factor, size, Float64Array.from({ length: size }, (_, one) => one + 1));
      const scale = Math.max(1, ...values.map(Math.abs));
      factor.forEach((value, one) => (largest = Math.max(largest, Math.abs(value - factors[at]!.factor[one]!) / scale)));
      const size1 = Math.max(1, ...factors[at]!.solution.map(Math.abs));
      solution.forEach((value, one) => (largest = Math.max(largest, Math.abs(value - factors[at]!.solution[one]!) / (size1 * scale))));
    });
    expect(largest, `seed ${freshSeed}`).toBeLessThan(1e-10);
  });

  it('equal the domain classifier’s area under the ROC curve, by RidgeClassifier on the same folds within 0.01', () => {
    let largest = 0;
    cases.forEach(({ shift, features, fold, side, penalty }, at) => {
      const { area } = new RidgeFolds(features, fold, 5, penalty).area(side);
      largest = Math.max(largest, Math.abs(area - areas[at]!.ridge));
      const { ridge, trees } = areas[at]!;
      if (trees !== null) console.log(`${shift}: area ${area.toFixed(3)}, scikit-learn ${ridge.toFixed(3)}; boosted trees ${trees.toFixed(3)}`);
    });
    console.log(`largest difference of ${cases.length} areas ${largest.toExponential(1)}`);
    // The same to rounding, which is far within what is asked.
    expect(largest, `seed ${freshSeed}`).toBeLessThan(1e-4);
  });
});

describe.skipIf(missing('peersPython'))('reconstruction errors equal NannyML’s', () => {
  const cases = seeds.flatMap((seed) => {
    const random = new RandomGenerator(seed);
    return Array.from({ length: 12 }, (_, at) => {
      const shift = shifts[at % shifts.length]!;
      const both = [sideOf(60 + random.integerBelow(300), shift, false, random), sideOf(1 + random.integerBelow(300), shift, true, random)] as const;
      // Now and then levels that the reference lacks, and a column that is constant.
      if (at % 3 === 0) both[1].push(levelColumn('c9', both[1].length === 0 ? [] : rowsOf(both[1]).map((row) => (row % 3 === 0 ? 'new' : 'old'))));
      if (at % 3 === 0) both[0].push(levelColumn('c9', rowsOf(both[0]).map((row) => (row % 5 === 0 ? 'odd' : 'old'))));
      return both;
    });
  });
  let answers: Array<{ readonly reference: number; readonly current: number; readonly components: number }> = [];

  beforeAll(async () => {
    answers = await askPython(tools.peersPython, 'reconstruction.py', cases.map(([reference, current]) => ({ reference: plain(reference), current: plain(current) })));
  });

  it('mean error of both sides, and the number of components', () => {
    let largest = 0;
    cases.forEach(([reference, current], at) => {
      const features = frequencyFeatures(reference, [current], false);
      const rows = rowsOf(reference).length;
      const learnt = features.encode(reference, rows);
      const fitted = fitReconstruction(learnt, rows, features.width);
      expect(fitted.components, `case ${at}, seed ${freshSeed}`).toBe(answers[at]!.components);
      const mean = (errors: Float64Array) => errors.reduce((sum, error) => sum + error, 0) / errors.length;
      largest = Math.max(
        largest,
        Math.abs(mean(fitted.errors(learnt)) - answers[at]!.reference),
        Math.abs(mean(fitted.errors(features.encode(current, rowsOf(current).length))) - answers[at]!.current),
      );
    });
    console.log(`NannyML: ${cases.length} pairs of tables, largest difference of a mean error ${largest.toExponential(1)}`);
    expect(largest, `seed ${freshSeed}`).toBeLessThan(1e-9);
  });
});

/** Some of full rank, some of less, some with equal eigenvalues, some huge or tiny. */
function covariance(size: number, kind: number, random: RandomGenerator): { readonly size: number; readonly values: Float64Array } {
  const samples = kind === 1 ? Math.max(1, size - 2) : size + 3;
  const scale = kind === 2 ? 1e6 : kind === 3 ? 1e-6 : 1;
  const x = Array.from({ length: samples * size }, () => scale * random.normal());
  const values = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      for (let one = 0; one < samples; one += 1) values[row * size + column]! += x[one * size + row]! * x[one * size + column]!;
      if (kind === 4) values[row * size + column] = Number(row === column);
    }
  }
  return { size, values };
}

function rowsOfMatrix({ size, values }: { readonly size: number; readonly values: Float64Array }): number[][] {
  return Array.from({ length: size }, (_, row) => [...values.subarray(row * size, (row + 1) * size)]);
}

function rowsOf(columns: readonly Column[]): number[] {
  const [column] = columns;
  return column === undefined || column.kind === 'empty' ? [] : [...(isNumberColumn(column) ? column.values : column.codes).keys()];
}

function plain(columns: readonly Column[]): Record<string, Array<number | string | null>> {
  return Object.fromEntries(columns.map((column) => [column.name, rowsOf(columns).map((row) => valueAt(column, row))]));
}

function valueAt(column: Column, row: number): number | string | null {
  if (isLevelColumn(column)) return column.codes[row]! < 0 ? null : column.levels[column.codes[row]!]!;
  return isNumberColumn(column) && !Number.isNaN(column.values[row]!) ? column.values[row]! : null;
}

/** For trees: levels as numbers, in the order of their names. */
function rawRows(sides: readonly [readonly Column[], readonly Column[]]): Array<Array<number | null>> {
  return sides.flatMap((columns) =>
    rowsOf(columns).map((row) =>
      columns.map((column) => {
        const value = valueAt(column, row);
        return typeof value === 'string' ? Number(value.slice(1)) : value;
      }),
    ),
  );
}
