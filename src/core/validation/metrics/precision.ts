import { averaged, type AveragingOptions } from './averaging.ts';
import type { ConfusionMatrix } from './confusionMatrix.ts';

/** Of the rows called positive, the share that are. */
export function precision(matrix: ConfusionMatrix, options?: AveragingOptions): number {
  return averaged(matrix, ({ truePositives, falsePositives }) => [truePositives, truePositives + falsePositives], options);
}
