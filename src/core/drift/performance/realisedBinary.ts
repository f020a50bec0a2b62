import type { Interval } from '../../statistics/interval/interval.ts';
import { wilsonInterval } from '../../statistics/interval/wilsonInterval.ts';
import { accuracy } from '../../validation/metrics/accuracy.ts';
import { classCounts, confusionMatrix, type ConfusionMatrix } from '../../validation/metrics/confusionMatrix.ts';
import { rocAucOf } from '../../validation/metrics/rocAuc.ts';
import { scoresByClass } from '../../validation/metrics/scoresByClass.ts';
import type { BinaryColumns } from './columns.ts';
import { rocAucInterval } from './rocAucInterval.ts';

/** A metric of the rows whose label has come. */
export interface RealisedMetric {
  /** NaN where those rows do not tell. */
  readonly value: number;
  /** Rows behind it. */
  readonly rows: number;
  /** 95 %; null where there is none. */
  readonly band: Interval | null;
  readonly bandMethod: string | null;
}

export const binaryMetrics = ['accuracy', 'precision', 'recall', 'specificity', 'f1', 'roc_auc'] as const;
export type BinaryMetric = (typeof binaryMetrics)[number];

/**
 * Realised metrics of a binary model. Precision, recall and F1 are NaN where labels or predictions are all of one class, ROC AUC
 * where labels are, specificity where none is negative. ROC AUC ranks by the model's own scores.
 */
export function realisedBinary(columns: BinaryColumns): Readonly<Record<BinaryMetric, RealisedMetric>> {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = classCounts(labelledMatrix(columns), 1);
  const rows = truePositives + falsePositives + falseNegatives + trueNegatives;
  const positives = truePositives + falseNegatives;
  const called = truePositives + falsePositives;
  const tellsClasses = positives > 0 && positives < rows && called > 0 && called < rows;
  const share = (hits: number, of: number, tells: boolean): RealisedMetric =>
    tells && of > 0 ? { value: hits / of, rows: of, band: wilsonInterval(hits, of), bandMethod: 'Wilson' } : unknown(of);
  const errors = falsePositives + falseNegatives;
  const overlap = share(truePositives, truePositives + errors, tellsClasses);
  return {
    accuracy: share(truePositives + trueNegatives, rows, true),
    precision: share(truePositives, called, tellsClasses),
    recall: share(truePositives, positives, tellsClasses),
    specificity: share(trueNegatives, trueNegatives + falsePositives, true),
    // F1 = 2J / (1 + J), where J is a share: of the rows that are or are called positive, those that are both.
    f1: { ...overlap, value: doubled(overlap.value), band: overlap.band && { low: doubled(overlap.band.low), high: doubled(overlap.band.high) } },
    roc_auc: realisedRocAuc(columns),
  };
}

/** Of the rows that have a label and a prediction. */
export function labelledMatrix({ truth, predicted }: BinaryColumns): ConfusionMatrix {
  const has = (_: number, row: number) => truth[row]! >= 0 && predicted[row]! >= 0;
  const [is, called] = [truth.filter(has), predicted.filter(has)];
  return is.length === 0 ? { classes: 2, counts: new Float64Array(4) } : confusionMatrix(is, called);
}

export function realisedAccuracy(matrix: ConfusionMatrix): RealisedMetric {
  const rows = matrix.counts.reduce((sum, count) => sum + count, 0);
  if (rows === 0) return unknown(0);
  const value = accuracy(matrix);
  return { value, rows, band: wilsonInterval(Math.round(value * rows), rows), bandMethod: 'Wilson' };
}

function realisedRocAuc({ truth, scores }: BinaryColumns): RealisedMetric {
  if (scores === null) return unknown(0);
  const has = (_: number, row: number) => truth[row]! >= 0 && !Number.isNaN(scores[row]!);
  const labels = truth.filter(has);
  if (labels.length === 0) return unknown(0);
  const byClass = scoresByClass(labels, scores.filter(has));
  const value = rocAucOf(byClass);
  if (Number.isNaN(value)) return unknown(labels.length);
  return { value, rows: labels.length, band: rocAucInterval(value, byClass.positives.length, byClass.negatives.length), bandMethod: 'Hanley-McNeil' };
}

export function unknown(rows: number): RealisedMetric {
  return { value: Number.NaN, rows, band: null, bandMethod: null };
}

function doubled(share: number): number {
  return (2 * share) / (1 + share);
}
