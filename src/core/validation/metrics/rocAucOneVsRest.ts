import { rocAuc } from './rocAuc.ts';

/**
 * Mean over the classes of the area under the curve of that class against all others. `truth`: 0 to `classes` − 1;
 * `probabilities[row * classes + class]`. NaN where a class has no rows or all of them.
 */
export function rocAucOneVsRest(truth: Int32Array, probabilities: Float64Array, classes: number): number {
  let sum = 0;
  for (let of = 0; of < classes; of += 1) {
    sum += rocAuc(
      truth.map((is) => Number(is === of)),
      Float64Array.from(truth, (_, row) => probabilities[row * classes + of]!),
    );
  }
  return sum / classes;
}
