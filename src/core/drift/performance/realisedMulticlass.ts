import type { AveragingOptions } from '../../validation/metrics/averaging.ts';
import { confusionMatrix, type ConfusionMatrix } from '../../validation/metrics/confusionMatrix.ts';
import { f1 } from '../../validation/metrics/f1.ts';
import { precision } from '../../validation/metrics/precision.ts';
import { recall } from '../../validation/metrics/recall.ts';
import type { MulticlassColumns } from './columns.ts';
import { realisedAccuracy, unknown, type RealisedMetric } from './realisedBinary.ts';

export const multiclassMetrics = ['accuracy', 'precision_macro', 'recall_macro', 'f1_macro'] as const;
export type MulticlassMetric = (typeof multiclassMetrics)[number];

/** Realised metrics of a model of several classes; macro = every class that there is counts the same, NaN where there is one only. No bands but accuracy's. */
export function realisedMulticlass({ truth, predicted }: MulticlassColumns, classes: number): Readonly<Record<MulticlassMetric, RealisedMetric>> {
  const has = (_: number, row: number) => truth[row]! >= 0 && predicted[row]! >= 0;
  const [is, called] = [truth.filter(has), predicted.filter(has)];
  if (is.length === 0) return { accuracy: unknown(0), precision_macro: unknown(0), recall_macro: unknown(0), f1_macro: unknown(0) };
  const matrix = confusionMatrix(is, called, classes);
  const tells = new Set(is).size > 1 && new Set(called).size > 1;
  const macro = (metric: (matrix: ConfusionMatrix, options: AveragingOptions) => number): RealisedMetric =>
    tells ? { ...unknown(is.length), value: metric(matrix, { average: 'macro' }) } : unknown(is.length);
  return { accuracy: realisedAccuracy(matrix), precision_macro: macro(precision), recall_macro: macro(recall), f1_macro: macro(f1) };
}
