import type { ConfusionMatrix } from './confusionMatrix.ts';
import { recall } from './recall.ts';

/** Mean recall of the classes that have true rows. */
export function balancedAccuracy(matrix: ConfusionMatrix): number {
  return recall(matrix, { average: 'macro', undefinedAs: Number.NaN });
}
