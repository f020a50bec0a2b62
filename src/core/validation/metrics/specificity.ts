import { averaged, type AveragingOptions } from './averaging.ts';
import type { ConfusionMatrix } from './confusionMatrix.ts';

/** Of the rows that are not positive, the share not called so (true negative rate). */
export function specificity(matrix: ConfusionMatrix, options?: AveragingOptions): number {
  return averaged(matrix, ({ trueNegatives, falsePositives }) => [trueNegatives, trueNegatives + falsePositives], options);
}
