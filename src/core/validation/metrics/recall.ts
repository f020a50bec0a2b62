import { averaged, type AveragingOptions } from './averaging.ts';
import type { ConfusionMatrix } from './confusionMatrix.ts';

/** Of the rows that are positive, the share called so (sensitivity, true positive rate). */
export function recall(matrix: ConfusionMatrix, options?: AveragingOptions): number {
  return averaged(matrix, ({ truePositives, falseNegatives }) => [truePositives, truePositives + falseNegatives], options);
}
