import type { ConfusionMatrix } from '../../validation/metrics/confusionMatrix.ts';

/**
 * How much a metric varies from chunk to chunk by chance alone: the standard deviation of what one row adds to it, on the
 * reference, and the share of rows that add anything. NaN where no row of the reference does.
 */
export interface SamplingSpread {
  readonly deviation: number;
  readonly share: number;
}

/** Standard error of the metric in a chunk of so many rows. */
export function samplingError({ deviation, share }: SamplingSpread, rows: number): number {
  return deviation / Math.sqrt(rows * share);
}

export interface SamplingSpreads {
  readonly accuracy: SamplingSpread;
  readonly precision: SamplingSpread;
  readonly recall: SamplingSpread;
  readonly specificity: SamplingSpread;
  readonly f1: SamplingSpread;
}

/** Of the labelled reference's binary confusion matrix. */
export function samplingSpreads({ counts }: ConfusionMatrix): SamplingSpreads {
  const [trueNegatives, falsePositives, falseNegatives, truePositives] = [counts[0]!, counts[1]!, counts[2]!, counts[3]!];
  const rows = trueNegatives + falsePositives + falseNegatives + truePositives;
  const ofShare = (hits: number, of: number): SamplingSpread => ({ deviation: Math.sqrt((hits / of) * (1 - hits / of)), share: of / rows });
  const errors = falsePositives + falseNegatives;
  const f1 = ofShare(truePositives, truePositives + errors);
  return {
    accuracy: ofShare(trueNegatives + truePositives, rows),
    precision: ofShare(truePositives, truePositives + falsePositives),
    recall: ofShare(truePositives, truePositives + falseNegatives),
    specificity: ofShare(trueNegatives, trueNegatives + falsePositives),
    // A hit counts for two rows in F1's own denominator.
    f1: { deviation: (f1.deviation * (truePositives + errors)) / (errors / 2 + truePositives), share: f1.share },
  };
}

/**
 * Of the area under the ROC curve: how the rarer class's rows differ in the share of the other class that ranks below them.
 * NannyML's formula; the variation of the other class is left out. `truth`: 1 = positive, 0 = not.
 */
export function rocAucSpread(truth: Int32Array, scores: Float64Array): SamplingSpread {
  const positives = truth.reduce((sum, label) => sum + label, 0);
  const isFlipped = positives > truth.length / 2;
  const order = Uint32Array.from(truth.keys()).sort((one, other) => (isFlipped ? scores[other]! - scores[one]! : scores[one]! - scores[other]!) || one - other);
  const rarer = isFlipped ? 0 : 1;
  const shares: number[] = [];
  const others = truth.length - (isFlipped ? truth.length - positives : positives);
  for (const [rank, row] of order.entries()) {
    // The lowest of all ranks is no rank there, which counts one row more for those above it.
    if (truth[row] === rarer && rank > 0) shares.push((rank - shares.length) / others);
  }
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length;
  return { deviation: Math.sqrt(variance), share: (truth.length - others) / truth.length };
}
