import type { OutcomeKind } from '../../model/bias.ts';
import type { Column, ColumnProblem } from '../../table/column.ts';
import type { Bins } from './groupColumn.ts';
import type { ThresholdWish } from './thresholds/chooseThreshold.ts';

/** What is measured: whole columns of one table, of the same length. */
export interface BiasInput {
  /** Content digest of the table. */
  readonly data: string;
  readonly label: Column;
  readonly prediction: Column | null;
  readonly score: Column | null;
  readonly groups: readonly Column[];
  /** Of the table as a whole. */
  readonly problems?: readonly ColumnProblem[];
  readonly settings: BiasSettings;
  /** Rows apart from the measured ones, on which a threshold may be chosen. */
  readonly tune?: { readonly data: string; readonly label: Column; readonly score: Column; readonly groups: readonly Column[] };
  readonly model?: string;
  readonly commit?: string;
}

export interface BiasSettings {
  /** Default: found from the columns. */
  readonly kind?: OutcomeKind;
  readonly positive?: string;
  /** Rows with a score of at least this are predicted positive. */
  readonly threshold?: number;
  readonly withIntersections: boolean;
  /** By column name. */
  readonly bins: Readonly<Record<string, Bins>>;
  /** By disparity: at most for a difference, at least for a ratio. */
  readonly limits: Readonly<Record<string, number>>;
  readonly wish: ThresholdWish;
  /** Groups of fewer rows have no values. */
  readonly least: number;
}

export const defaultSettings: BiasSettings = {
  withIntersections: false,
  bins: {},
  limits: {},
  wish: { constraint: 'equal_opportunity', tolerance: 0.05, isPerGroup: false },
  least: 30,
};
