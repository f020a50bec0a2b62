import type { ColumnProblem } from '../table/column.ts';
import type { Range } from './range.ts';

export type PerformanceTask = 'binary' | 'multiclass' | 'regression';

/** Columns behind a performance report, as they were named. */
export interface PerformanceColumns {
  readonly target: string;
  readonly prediction: string;
  readonly score: string | null;
  readonly time: string | null;
  /** The class whose rates are measured; null where each class is or there is none. */
  readonly positive: string | null;
}

/** How well a model does from one stretch of rows to the next, as a normal form. Plain JSON. */
export interface PerformanceReport {
  readonly task: PerformanceTask;
  /** Absent where the rows came without names. */
  readonly columns?: PerformanceColumns;
  readonly metrics: readonly PerformanceMetric[];
  /** The reference's first, then the current ones, each in order of time. */
  readonly chunks: readonly PerformanceChunk[];
  /** Null where nothing is estimated; `estimateMissing` says why. */
  readonly calibration: PerformanceCalibration | null;
  /** What an estimate takes for granted, in words; null where nothing is estimated. */
  readonly assumption: string | null;
  /** Why there is no estimate; null where there is one. */
  readonly estimateMissing: string | null;
  /** Detectors over the errors of the labelled rows, the reference's first. */
  readonly detectors: readonly DetectorRun[];
  readonly problems: readonly ColumnProblem[];
}

export interface PerformanceMetric {
  /** `accuracy`, `roc_auc`, `mae` … */
  readonly name: string;
  readonly better: 'higher' | 'lower';
  /** What the reference's chunks stay within: mean ± 3 standard deviations of their realised values. Null where it does not tell. */
  readonly low: number | null;
  readonly high: number | null;
}

export interface PerformanceChunk {
  readonly key: string;
  readonly side: 'reference' | 'current';
  /** ISO 8601; null without a time column. */
  readonly from: string | null;
  readonly to: string | null;
  readonly rows: number;
  /** Rows whose label has come. The rest may still come, or never. */
  readonly labelled: number;
  /** From the model's own probabilities, by metric, without labels. */
  readonly estimated: Readonly<Record<string, EstimatedPerformance>> | null;
  /** From the labels that have come, by metric; null where none has. */
  readonly realised: Readonly<Record<string, RealisedPerformance>> | null;
}

export type PerformanceAlert = 'low' | 'high' | null;

/** Never one series with realised values: it is what would be, if the relation of inputs to label were still the reference's. */
export interface EstimatedPerformance {
  readonly kind: 'estimated';
  readonly value: number | null;
  /** Standard error of a chunk of so many rows. */
  readonly samplingError: number | null;
  /** ± 3 standard errors, within the metric's range. */
  readonly band: Range | null;
  readonly alert: PerformanceAlert;
  /** The whole band is beyond what the reference stays within. */
  readonly certain: boolean;
}

export interface RealisedPerformance {
  readonly kind: 'realised';
  /** Null where the labels that have come do not tell, for example where all are of one class. */
  readonly value: number | null;
  /** Rows behind the value. */
  readonly rows: number;
  /** 95 %; null where there is none for this metric. */
  readonly band: Range | null;
  /** `Wilson`, `Hanley-McNeil` … */
  readonly bandMethod: string | null;
  readonly alert: PerformanceAlert;
  readonly certain: boolean;
}

export interface PerformanceCalibration {
  readonly calibrated: boolean;
  readonly reason: string;
  /** Expected calibration error on rows held out; null where it was not measured. */
  readonly error: { readonly before: number; readonly after: number } | null;
  /** Of the reference's scores as they are, by ascending probability: for a reliability curve. */
  readonly bins: ReadonlyArray<{ readonly rows: number; readonly predicted: number; readonly observed: number }>;
}

export interface DetectorRun {
  readonly detector: string;
  /** `wrong predictions (1 = wrong)`, `absolute errors`. */
  readonly stream: string;
  /** Values read: the labelled rows. */
  readonly values: number;
  /** The first ones of each side, at most 100 each; `counts` knows all. */
  readonly events: readonly DetectorEvent[];
  readonly counts: { readonly reference: DetectorCounts; readonly current: DetectorCounts };
  /** What to know of its settings here; null where there is nothing. */
  readonly note: string | null;
}

/** Of one side: what the reference has is what chance and the detector's settings make of rows that are known to be usual. */
export interface DetectorCounts {
  /** Labelled rows. */
  readonly values: number;
  readonly warning: number;
  readonly drift: number;
}

/** A drift is at one row; a warning is all neighbouring labelled rows in which it stood. */
export interface DetectorEvent {
  readonly state: 'warning' | 'drift';
  readonly side: 'reference' | 'current';
  /** Place in the stream of labelled rows, 0-based over both sides; first and last. */
  readonly first: number;
  readonly last: number;
  /** ISO 8601, of the first row; null without a time column. */
  readonly at: string | null;
  /** Key of the chunk in which it begins. */
  readonly chunk: string;
}
