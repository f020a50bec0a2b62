import type { ColumnProblem } from '../table/column.ts';
import type { Range } from './range.ts';

/** `measured`: no limit was declared. `unknown`: a declared limit could not be checked. A verdict is about declared limits only. */
export type BiasVerdict = 'pass' | 'fail' | 'unknown' | 'measured';
export type OutcomeKind = 'binary' | 'multiclass' | 'regression';

/** How a model's outcomes differ between groups of rows, as a normal form. Plain JSON. */
export interface BiasReport {
  readonly verdict: BiasVerdict;
  /** Why, in one sentence for a person. */
  readonly reason: string;
  readonly kind: OutcomeKind;
  readonly key: BiasKey;
  readonly columns: BiasColumns;
  readonly rows: {
    readonly read: number;
    /** With a label and a prediction: what every number below rests on. */
    readonly used: number;
    readonly withoutLabel: number;
    readonly withoutPrediction: number;
  };
  /** Of a classification, in order; the positive one of a binary one last. */
  readonly classes: readonly string[];
  /** What was measured, one sentence each. */
  readonly measured: readonly string[];
  /** What the numbers do not say, one sentence each. */
  readonly limitations: readonly string[];
  /** Of all used rows. */
  readonly overall: readonly BiasMeasure[];
  readonly groupings: readonly BiasGrouping[];
  readonly disparities: readonly BiasDisparity[];
  readonly fourFifths: readonly FourFifths[];
  readonly declaredLimits: readonly BiasLimit[];
  readonly adjustment: BiasAdjustment;
  readonly notSupported: ReadonlyArray<{ readonly what: string; readonly reason: string }>;
  /** Of scores of a binary classification; null for everything else. */
  readonly thresholds: BiasThresholds | null;
  readonly problems: readonly ColumnProblem[];
  readonly engine: { readonly name: string; readonly version: string };
  /** `sha256:<hex>` of everything above but `key.model` and `key.commit`: the same data and settings, the same digest. */
  readonly digest: string;
}

export interface BiasKey {
  /** Content digest of the measured data. */
  readonly data: string;
  /** Of the separate part that a threshold was chosen on; null where there was none. */
  readonly tune: string | null;
  readonly model: string | null;
  readonly commit: string | null;
}

export interface BiasColumns {
  readonly label: string;
  readonly prediction: string | null;
  readonly score: string | null;
  /** The class whose rates are measured; null where each class is (multiclass) or there is none. */
  readonly positive: string | null;
  /** From which score on a row is called positive, where predictions were made so. */
  readonly threshold: number | null;
  readonly groups: readonly BiasGroupColumn[];
}

export interface BiasGroupColumn {
  readonly name: string;
  /** Inner edges of the bins of a column of numbers, ascending; null where each value is a group. */
  readonly edges: readonly number[] | null;
  /** How its groups were made, in words. */
  readonly made: string;
}

/** The rows divided by one column, or by two or more together (an intersection). */
export interface BiasGrouping {
  readonly columns: readonly string[];
  readonly groups: readonly BiasGroup[];
}

export interface BiasGroup {
  /** One value a column of the grouping. */
  readonly values: readonly string[];
  readonly rows: number;
  /** Why no value is shown (`too few rows (n = 12 < 30)`); such a group is part of no disparity. Null where values are. */
  readonly withheld: string | null;
  /** Rows by true and predicted class (`counts[truth][predicted]`), always shown; null for a regression. */
  readonly counts: ReadonlyArray<readonly number[]> | null;
  readonly measures: readonly BiasMeasure[];
  /** Of scores of a binary classification: mean score and share of positives in ten equal bins of 0 to 1. */
  readonly calibration: readonly CalibrationBin[] | null;
}

export interface BiasMeasure {
  /** `selection_rate`, `true_positive_rate` …, `mae` … */
  readonly name: string;
  /** Of a multiclass measure of one class against the rest. */
  readonly class: string | null;
  readonly value: number | null;
  /** At 95 %, of this measure alone. */
  readonly interval: Range | null;
  /** Rows it rests on: the positive ones for a true positive rate. */
  readonly of: number;
  /** How many of them, where it is a share. */
  readonly hits: number | null;
  /** Why there is no value, or that it rests on few rows. */
  readonly note: string | null;
}

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly meanScore: number;
  readonly positiveShare: number;
  readonly interval: Range;
}

export type DisparityMethod = 'between_groups' | 'to_overall';

export interface BiasDisparity {
  /** `demographic_parity_difference`, `equalized_odds_ratio` … */
  readonly name: string;
  /** Column names of the grouping. */
  readonly grouping: readonly string[];
  readonly class: string | null;
  readonly method: DisparityMethod;
  readonly value: number | null;
  /** At 95 % for the largest difference (smallest ratio) of all: holds for all compared groups at once. */
  readonly interval: Range | null;
  /** The two that it comes from, the lower one first; `overall` stands for all rows. Null where there is no value. */
  readonly groups: readonly [string, string] | null;
  /** Of these two, raw and adjusted in the family of all comparisons of the report. */
  readonly pValue: number | null;
  readonly pAdjusted: number | null;
  /** The smallest adjusted p of all comparisons behind it: whether any two groups differ. */
  readonly smallestAdjusted: number | null;
  /** One a measure behind it (equalized odds has two). */
  readonly parts: readonly DisparityPart[];
  /** Why there is no value. */
  readonly note: string | null;
}

export interface DisparityPart {
  readonly measure: string;
  readonly value: number | null;
  readonly groups: readonly [string, string] | null;
  /** The measure of these two. */
  readonly values: Range | null;
  readonly pValue: number | null;
  readonly pAdjusted: number | null;
}

/** A screening rule of the US EEOC (29 CFR 1607.4(D)): whether a group's selection rate is below 4/5 of the highest one. */
export interface FourFifths {
  readonly grouping: readonly string[];
  readonly class: string | null;
  readonly ratio: number | null;
  readonly interval: Range | null;
  readonly highest: string | null;
  readonly below: ReadonlyArray<{ readonly group: string; readonly ratio: number }>;
  readonly note: string;
}

/** A declared limit: at most so much for a difference, at least so much for a ratio. */
export interface BiasLimit {
  readonly metric: string;
  readonly limit: number;
  readonly outcome: 'pass' | 'fail' | 'unknown';
  /** The worst value over groupings and classes, and where it is. */
  readonly observed: number | null;
  readonly interval: Range | null;
  readonly grouping: readonly string[] | null;
  readonly class: string | null;
  readonly reason: string;
}

export interface BiasAdjustment {
  readonly method: 'holm';
  readonly comparisons: number;
  readonly words: string;
}

export interface BiasThresholds {
  /** One a group column. */
  readonly curves: readonly ThresholdCurves[];
  readonly choice: ThresholdChoice;
}

/** Rates of each group over thresholds, of the part named by `role`. For looking at, not for choosing on the test part. */
export interface ThresholdCurves {
  readonly role: ThresholdRole;
  readonly column: string;
  /** Ascending scores of the part, at most 101; a row is called positive from the threshold on. */
  readonly thresholds: readonly number[];
  readonly groups: readonly ThresholdCurve[];
}

export interface ThresholdCurve {
  readonly group: string;
  readonly rows: number;
  readonly withheld: string | null;
  /** One value a threshold, empty where withheld; null where the rate has no rows to rest on. */
  readonly selectionRate: ReadonlyArray<number | null>;
  readonly truePositiveRate: ReadonlyArray<number | null>;
  readonly falsePositiveRate: ReadonlyArray<number | null>;
  readonly positivePredictiveValue: ReadonlyArray<number | null>;
}

export type ThresholdRole = 'tune' | 'test';
export type ThresholdConstraint = 'equal_opportunity' | 'demographic_parity' | 'equalized_odds' | 'none';

/** A threshold chosen on the tuning part with its result on the test part, or why none is chosen. */
export type ThresholdChoice =
  | { readonly state: 'refused'; readonly reason: string }
  | {
      readonly state: 'chosen';
      readonly column: string;
      readonly constraint: ThresholdConstraint;
      readonly tolerance: number;
      readonly isPerGroup: boolean;
      /** Of every group that has one of its own; else of all. */
      readonly thresholds: ReadonlyArray<{ readonly group: string; readonly threshold: number }>;
      /** For groups without one of their own. */
      readonly common: number;
      readonly tune: ThresholdResult;
      /** The result that counts: nothing was chosen on these rows. */
      readonly test: ThresholdResult;
      readonly reason: string;
    };

export interface ThresholdResult {
  readonly rows: number;
  /** Mean of the true positive and the true negative rate; null where a class has no rows. */
  readonly balancedAccuracy: number | null;
  /** The largest difference between groups of what the constraint is about; null for none, or where fewer than two groups have it. */
  readonly difference: number | null;
  readonly interval: Range | null;
  readonly groups: ReadonlyArray<{ readonly group: string; readonly rows: number; readonly withheld: string | null; readonly measures: readonly BiasMeasure[] }>;
}
