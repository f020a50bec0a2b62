import { cholesky, choleskySolve } from '../../statistics/matrix/cholesky.ts';
import type { FeatureMatrix } from './featureMatrix.ts';
import { rankArea } from './rankArea.ts';

/**
 * A linear classifier by ridge regression on the side of a row (0 or 1), fitted on all folds but one and asked about that
 * one. Features and folds stay; sides may be asked about again and again, each for O(rows · width + folds · width²).
 */
export class RidgeFolds {
  readonly #features: FeatureMatrix;
  readonly #folds: ReadonlyArray<{ readonly rows: Int32Array; readonly sums: Float64Array; readonly count: number; readonly factor: Float64Array }>;

  /** `foldOf`: 0 to folds − 1, each with rows. `penalty`: added to the diagonal, per row that is fitted on. */
  constructor(features: FeatureMatrix, foldOf: Uint8Array, folds: number, penalty: number) {
    this.#features = features;
    const { rows, width } = features;
    const members = Array.from({ length: folds }, (_, fold) => Int32Array.from(foldOf.keys()).filter((row) => foldOf[row] === fold));
    const grams = members.map((of) => gramOf(features, of));
    const sums = members.map((of) => sumOf(features, of));
    const gram = totalOf(grams, width * width);
    const sum = totalOf(sums, width);
    this.#folds = members.map((of, fold) => {
      const count = rows - of.length;
      const without = sum.map((value, at) => value - sums[fold]![at]!);
      const matrix = gram.map((value, at) => value - grams[fold]![at]!);
      for (let left = 0; left < width; left += 1) {
        for (let right = 0; right <= left; right += 1) matrix[left * width + right]! -= (without[left]! * without[right]!) / count;
        matrix[left * width + left]! += penalty * count;
      }
      return { rows: of, sums: without, count, factor: cholesky(matrix, width) };
    });
  }

  /** The mean area under the ROC curve over the folds, and the weights of the features, mean over the folds. */
  area(isCurrent: Uint8Array): { readonly area: number; readonly weights: Float64Array } {
    const { width, values } = this.#features;
    const products = this.#folds.map(({ rows }) => {
      const own = new Float64Array(width);
      let hits = 0;
      for (const row of rows) {
        if (isCurrent[row] === 0) continue;
        hits += 1;
        for (let at = 0, from = row * width; at < width; at += 1) own[at] = own[at]! + values[from + at]!;
      }
      return { own, hits };
    });
    const whole = totalOf(products.map(({ own }) => own), width);
    const hits = products.reduce((sum, one) => sum + one.hits, 0);
    const weights = new Float64Array(width);
    let area = 0;
    this.#folds.forEach(({ rows, sums, count, factor }, fold) => {
      const share = (hits - products[fold]!.hits) / count;
      const right = whole.map((value, at) => value - products[fold]!.own[at]! - share * sums[at]!);
      const fitted = choleskySolve(factor, width, right);
      const scores = Float64Array.from(rows, (row) => {
        let score = 0;
        for (let at = 0, from = row * width; at < width; at += 1) score += values[from + at]! * fitted[at]!;
        return score;
      });
      area += rankArea(scores, Uint8Array.from(rows, (row) => isCurrent[row]!)) / this.#folds.length;
      fitted.forEach((value, at) => (weights[at]! += value / this.#folds.length));
    });
    return { area, weights };
  }
}

/** The lower triangle of XᵀX. */
function gramOf({ width, values }: FeatureMatrix, rows: Int32Array): Float64Array {
  const gram = new Float64Array(width * width);
  for (const row of rows) {
    const from = row * width;
    for (let left = 0; left < width; left += 1) {
      const value = values[from + left]!;
      const into = left * width;
      for (let right = 0; right <= left; right += 1) gram[into + right] = gram[into + right]! + value * values[from + right]!;
    }
  }
  return gram;
}

function sumOf({ width, values }: FeatureMatrix, rows: Int32Array): Float64Array {
  const sums = new Float64Array(width);
  for (const row of rows) for (let at = 0; at < width; at += 1) sums[at] = sums[at]! + values[row * width + at]!;
  return sums;
}

function totalOf(parts: readonly Float64Array[], length: number): Float64Array {
  const total = new Float64Array(length);
  for (const part of parts) part.forEach((value, at) => (total[at]! += value));
  return total;
}
