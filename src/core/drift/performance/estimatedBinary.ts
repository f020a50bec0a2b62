import type { Interval } from '../../statistics/interval/interval.ts';
import { accuracy } from '../../validation/metrics/accuracy.ts';
import { f1 } from '../../validation/metrics/f1.ts';
import { precision } from '../../validation/metrics/precision.ts';
import { recall } from '../../validation/metrics/recall.ts';
import { specificity } from '../../validation/metrics/specificity.ts';
import type { BinaryColumns } from './columns.ts';
import { expectedMatrix } from './expectedMatrix.ts';
import { expectedRocAuc } from './expectedRocAuc.ts';
import { binaryMetrics, labelledMatrix, type BinaryMetric } from './realisedBinary.ts';
import { rocAucSpread, samplingError, samplingSpreads, type SamplingSpread } from './samplingError.ts';

/** A metric that rows without labels have on average, if the relation of inputs to the label is still the reference's. */
export interface EstimatedMetric {
  /** NaN where it cannot be told. */
  readonly value: number;
  readonly samplingError: number;
  /** ± 3 sampling errors, within 0 to 1. */
  readonly band: Interval | null;
}

/** How much each metric varies by chance, from the labelled rows of the reference. */
export type BinarySpreads = Readonly<Record<BinaryMetric, SamplingSpread>>;

export function binarySpreads(reference: BinaryColumns): BinarySpreads {
  const { truth, scores } = reference;
  const has = (_: number, row: number) => truth[row]! >= 0 && scores !== null && !Number.isNaN(scores[row]!);
  return { ...samplingSpreads(labelledMatrix(reference)), roc_auc: rocAucSpread(truth.filter(has), scores === null ? new Float64Array() : scores.filter(has)) };
}

/**
 * Confidence-based performance estimation (CBPE, NannyML's method) of a binary model: each row adds to the confusion matrix what
 * its calibrated probability promises. A ratio whose denominator is 0 is 0. `probabilities`: calibrated, NaN = missing.
 */
export function estimatedBinary(columns: BinaryColumns & { readonly scores: Float64Array }, probabilities: Float64Array, spreads: BinarySpreads): Readonly<Record<BinaryMetric, EstimatedMetric>> {
  const matrix = expectedMatrix(columns.predicted, probabilities);
  const ranked = columns.scores.reduce((rows, score, row) => rows + Number(!Number.isNaN(score) && !Number.isNaN(probabilities[row]!)), 0);
  const of = (metric: (counts: typeof matrix) => number) => (matrix.rows === 0 ? Number.NaN : metric(matrix));
  const values: Record<BinaryMetric, number> = {
    accuracy: of(accuracy),
    precision: of(precision),
    recall: of(recall),
    specificity: of(specificity),
    f1: of(f1),
    roc_auc: expectedRocAuc(columns.scores, probabilities),
  };
  const estimates = binaryMetrics.map((name) => {
    const error = samplingError(spreads[name], name === 'roc_auc' ? ranked : matrix.rows);
    const value = values[name];
    const hasBand = !Number.isNaN(value) && !Number.isNaN(error);
    return [name, { value, samplingError: error, band: hasBand ? { low: Math.max(0, value - 3 * error), high: Math.min(1, value + 3 * error) } : null }] as const;
  });
  return Object.fromEntries(estimates) as Record<BinaryMetric, EstimatedMetric>;
}
