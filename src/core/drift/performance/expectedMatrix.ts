import type { ConfusionMatrix } from '../../validation/metrics/confusionMatrix.ts';

/**
 * The confusion matrix that rows without labels have on average: a row called positive is a true one with its probability.
 * `predicted`: 0 or 1; `probabilities`: calibrated, of being positive. Rows where either is missing (−1, NaN) are left out. Holds
 * as long as the relation of inputs to the label is that of the reference.
 */
export function expectedMatrix(predicted: Int32Array, probabilities: Float64Array): ConfusionMatrix & { readonly rows: number } {
  const counts = new Float64Array(4);
  let rows = 0;
  for (let row = 0; row < predicted.length; row += 1) {
    const [called, probability] = [predicted[row]!, probabilities[row]!];
    if (called < 0 || Number.isNaN(probability)) continue;
    rows += 1;
    counts[called]! += 1 - probability;
    counts[2 + called]! += probability;
  }
  return { classes: 2, counts, rows };
}
