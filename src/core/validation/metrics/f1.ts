import { averaged, type AveragingOptions } from './averaging.ts';
import type { ConfusionMatrix } from './confusionMatrix.ts';

/** Harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN). */
export function f1(matrix: ConfusionMatrix, options?: AveragingOptions): number {
  return averaged(
    matrix,
    ({ truePositives, falsePositives, falseNegatives }) => [2 * truePositives, 2 * truePositives + falsePositives + falseNegatives],
    options,
  );
}
