import type { DetectorCounts, DetectorEvent, DetectorRun, PerformanceChunk, PerformanceMetric, PerformanceReport } from '../../model/performance.ts';
import { grouped, orDash, percent, shortNumber } from '../export/words.ts';

const names: Readonly<Record<string, string>> = {
  accuracy: 'accuracy', precision: 'precision', recall: 'recall', specificity: 'specificity', f1: 'F1', roc_auc: 'ROC AUC',
  precision_macro: 'macro precision', recall_macro: 'macro recall', f1_macro: 'macro F1', mae: 'MAE', rmse: 'RMSE', mape: 'MAPE', r2: 'R²',
};
const detectorNames: Readonly<Record<string, string>> = { ddm: 'DDM', eddm: 'EDDM', 'hddm-a': 'HDDM-A', 'hddm-w': 'HDDM-W', adwin: 'ADWIN', 'page-hinkley': 'Page–Hinkley', kswin: 'KSWIN' };

export const metricName = (name: string): string => names[name] ?? name;
export const detectorName = (name: string): string => detectorNames[name] ?? name;

export const alarmRule =
  'A realised value outside what the reference’s chunks stay within (mean ± 3 standard deviations) is an alarm; “certain” where its whole 95 % interval is outside. Alarms do not change the verdict, which is about the data.';

/** A value of a chunk that is outside what the reference stays within. */
export interface PerformanceAlarm {
  readonly metric: PerformanceMetric;
  readonly kind: 'realised' | 'estimated';
  readonly value: number;
  readonly alert: 'low' | 'high';
  readonly certain: boolean;
  readonly isWorse: boolean;
}

export function alarmsOf({ realised, estimated }: PerformanceChunk, metrics: readonly PerformanceMetric[]): PerformanceAlarm[] {
  return metrics.flatMap((metric) =>
    [realised?.[metric.name], estimated?.[metric.name]].flatMap((point): PerformanceAlarm[] => {
      if (point === undefined || point.alert === null || point.value === null) return [];
      return [{ metric, kind: point.kind, value: point.value, alert: point.alert, certain: point.certain, isWorse: (point.alert === 'low') === (metric.better === 'higher') }];
    }),
  );
}

/** `accuracy 0.61 below 0.72 (certain)`, `estimated ROC AUC 0.7 below 0.74`. */
export function alarmText({ metric, kind, value, alert, certain }: PerformanceAlarm): string {
  const bound = alert === 'low' ? metric.low : metric.high;
  return `${kind === 'estimated' ? 'estimated ' : ''}${metricName(metric.name)} ${shortNumber(value)} ${alert === 'low' ? 'below' : 'above'} ${orDash(bound)}${certain ? ' (certain)' : ''}`;
}

export function labelledShare({ rows, labelled }: PerformanceChunk): string {
  return percent(rows === 0 ? null : labelled / rows);
}

/** What to look at first: those that are known for every row, and of a binary model the one that knows no threshold. */
export function headMetrics({ task, metrics }: PerformanceReport): PerformanceMetric[] {
  const first = { binary: ['accuracy', 'roc_auc', 'f1'], multiclass: ['accuracy', 'f1_macro'], regression: ['mae', 'rmse', 'r2'] }[task];
  return first.flatMap((name) => metrics.filter((metric) => metric.name === name));
}

/** `drift at row 1,204 of 2,000 (2026-03-04), current chunk [200:299]`. Rows are labelled ones, from 1. */
export function eventText({ state, side, first, last, at, chunk }: DetectorEvent): string {
  const where = first === last ? `at labelled row ${grouped(first + 1)}` : `at labelled rows ${grouped(first + 1)} to ${grouped(last + 1)}`;
  return `${state} ${where}${at === null ? '' : ` (${at.slice(0, 16).replace('T', ' ')})`}, ${side} chunk ${chunk}`;
}

/** `2 drifts, 1 warning in 900 labelled rows of the current side; nothing in 2,000 of the reference`. */
export function countsText({ counts: { reference, current } }: DetectorRun): string {
  return `${foundText(current)} in ${grouped(current.values)} labelled rows of the current side; ${foundText(reference)} in ${grouped(reference.values)} of the reference`;
}

export function foundText({ drift, warning }: DetectorCounts): string {
  const parts = [drift === 0 ? '' : `${grouped(drift)} ${drift === 1 ? 'drift' : 'drifts'}`, warning === 0 ? '' : `${grouped(warning)} ${warning === 1 ? 'warning' : 'warnings'}`].filter((part) => part !== '');
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

export const detectorsRule = 'Detectors read the reference’s errors first. Drifts there are what chance and a detector’s settings make of rows taken as usual: hold those of the current side against them.';

/** The first lines to read: how many chunks of the current side raised an alarm, and which detectors drift there. */
export function performanceSummary(report: PerformanceReport): string {
  const measured = report.chunks.filter(({ side, realised }) => side === 'current' && realised !== null);
  const alarmed = measured.filter((chunk) => alarmsOf(chunk, report.metrics).some(({ kind }) => kind === 'realised')).length;
  const found = report.detectors.filter(({ counts }) => counts.current.drift > 0).map(({ detector, counts: { current, reference } }) => `${detectorName(detector)} ${grouped(current.drift)}${reference.drift > 0 ? ` (reference ${grouped(reference.drift)})` : ''}`);
  if (measured.length === 0) return 'No chunk of the current side is measured: no label has come yet.';
  return `Alarms in ${alarmed} of ${measured.length} measured chunks of the current side; ${found.length === 0 ? 'no detector drifts there' : `drifts found there: ${found.join(', ')}`}.`;
}
