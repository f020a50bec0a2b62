import type { ColumnProblem } from '../table/column.ts';
import type { BiasReport } from './bias.ts';
import type { PerformanceReport } from './performance.ts';
import type { Range } from './range.ts';

export type { Range } from './range.ts';

export type DriftState = 'drift' | 'negligible' | 'none' | 'unknown';
export type DriftVerdict = 'drift' | 'no-drift' | 'unknown';

/** How two windows of data differ, as a normal form: our own reports and those read from other tools. Plain JSON. */
export interface DriftReport {
  readonly verdict: DriftVerdict;
  /** Why, in one sentence for a person. */
  readonly reason: string;
  readonly rows: { readonly reference: number; readonly current: number };
  /** ISO 8601, of the current window; null where there is no time column. */
  readonly window: { readonly from: string | null; readonly to: string | null };
  readonly key: DriftKey;
  readonly columns: readonly DriftColumn[];
  readonly families: readonly DriftFamily[];
  readonly slices: readonly DriftSlice[];
  /** Of the model behind the rows, where it was asked for. Says nothing about the verdict. */
  readonly performance?: PerformanceReport;
  /** Of the current side, where groups were named. Says nothing about the verdict. */
  readonly bias?: DriftBias;
  readonly thresholds: DriftThresholds;
  /** What is wrong with a side as a whole. */
  readonly problems: ReadonlyArray<ColumnProblem & { readonly side: 'reference' | 'current' | 'both' }>;
  readonly engine: DriftEngine;
  /** `sha256:<hex>` of everything above but `key.model`, `key.commit` and `engine.reader`: the same data and settings, the same digest. */
  readonly digest: string;
}

/** A bias report without limits, thresholds and what the drift report says itself. */
export type DriftBias = Pick<BiasReport, 'kind' | 'columns' | 'rows' | 'classes' | 'measured' | 'limitations' | 'overall' | 'groupings' | 'disparities' | 'fourFifths' | 'adjustment' | 'notSupported' | 'problems'>;

/** What was compared. The data by its content digest. */
export interface DriftKey {
  readonly reference: string;
  readonly current: string;
  readonly model: string | null;
  readonly commit: string | null;
}

export interface DriftEngine {
  /** `mlops`, or the tool whose report was read. */
  readonly name: string;
  /** Of the rules: changes when the same data may get another verdict. */
  readonly version: string;
  readonly mode: 'exact' | 'grid' | 'foreign';
  /** What read the data. Says nothing about the verdict. */
  readonly reader: string;
  /** `rows assumed independent`, `blocks of 25 rows in time order`, `clusters of "user"`. */
  readonly dependence: string;
}

export interface DriftThresholds {
  /** False discovery rate over all sub-tests of all columns. */
  readonly alpha: number;
  readonly familyAlpha: number;
  /** W1 over the reference's standard deviation. */
  readonly numericEffect: number;
  /** Bias-corrected Cramér's V. */
  readonly categoricalEffect: number;
  /** Absolute change of the share of missing values. */
  readonly nullShare: number;
  readonly power: number;
}

export interface DriftColumn {
  readonly name: string;
  readonly kind: string;
  readonly state: DriftState;
  readonly drifted: boolean;
  /** In words: what decided. */
  readonly reason: string;
  /** The distribution test, and why this one: `Kolmogorov-Smirnov (exact): numbers`. Null where there was none. */
  readonly method: string | null;
  readonly statistic: number | null;
  /** W1/std or bias-corrected V, by kind. */
  readonly effect: number | null;
  readonly effectName: string | null;
  readonly effectInterval: Range | null;
  /** Of the sub-test with the smallest adjusted p. */
  readonly pValue: number | null;
  readonly pAdjusted: number | null;
  readonly tests: readonly DriftSubTest[];
  /** Everything that could be measured, by name: ks, w1, w1Iqr, psi, js, hellinger, tv, v, chi2, g … */
  readonly measures: Readonly<Record<string, number | null>>;
  readonly nullShare: { readonly reference: number | null; readonly current: number | null };
  readonly samples: { readonly reference: number; readonly current: number };
  /** By the column's own test at α, before any adjustment; in the unit of `effect`; null where none is found with the power asked for. */
  readonly smallestDetectable: number | null;
  readonly newCategories: ReadonlyArray<{ readonly value: string; readonly count: number }>;
  readonly vanishedCategories: ReadonlyArray<{ readonly value: string; readonly count: number }>;
  /** Values of the current side outside the reference's least and largest; null for other kinds. */
  readonly outOfRange: { readonly below: number; readonly above: number } | null;
  /** At most 256 bins or levels, for a picture. */
  readonly shape: DriftShape | null;
  readonly problems: readonly ColumnProblem[];
}

export interface DriftSubTest {
  readonly subject: 'distribution' | 'nulls';
  readonly method: string;
  readonly statistic: number | null;
  readonly pValue: number;
  readonly pAdjusted: number;
  readonly effect: number | null;
  readonly effectInterval: Range | null;
  readonly state: DriftState;
  /** Grid mode: sound bounds of statistic and effect. */
  readonly bounds?: { readonly statistic: Range; readonly effect: Range };
}

export type DriftShape =
  | { readonly edges: readonly number[]; readonly reference: readonly number[]; readonly current: readonly number[]; readonly quantiles: { readonly shares: readonly number[]; readonly reference: readonly number[]; readonly current: readonly number[] } }
  | { readonly levels: readonly string[]; readonly reference: readonly number[]; readonly current: readonly number[] };

/** A test beside the columns, with an error level of its own. */
export interface DriftFamily {
  /** `prediction`, `target`, `multivariate` … */
  readonly name: string;
  readonly state: DriftState;
  readonly drifted: boolean;
  readonly reason: string;
  readonly method: string;
  readonly statistic: number | null;
  readonly effect: number | null;
  readonly effectName: string | null;
  readonly effectInterval: Range | null;
  readonly pValue: number | null;
  readonly alpha: number;
  /** Columns behind it, the weightiest first. */
  readonly columns: readonly string[];
}

/** A part of the rows that differs most between the two sides. */
export interface DriftSlice {
  /** One or two conditions that hold together. */
  readonly where: ReadonlyArray<{ readonly column: string; readonly value: string }>;
  readonly samples: { readonly reference: number; readonly current: number };
  /** Of the outcome looked at (an error, a prediction, a target) or of being in the slice. */
  readonly measure: string;
  readonly values: { readonly reference: number; readonly current: number };
  readonly z: number;
  /** The whole search is accounted for. */
  readonly pAdjusted: number;
  readonly flagged: boolean;
}
