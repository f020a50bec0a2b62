import type { OutcomeKind } from '../../model/bias.ts';
import type { Column } from '../../table/column.ts';

/** What is true and what was predicted, of the rows that have both. */
export type Outcome = ClassOutcome | NumberOutcome;

interface OutcomeBase {
  /** Of the table: the row that each used row was. */
  readonly rows: Int32Array;
  readonly withoutLabel: number;
  readonly withoutPrediction: number;
  /** How the kind was found, in words. */
  readonly reason: string;
}

export interface ClassOutcome extends OutcomeBase {
  readonly kind: 'binary' | 'multiclass';
  /** Of a binary one: the other class, then the positive one. */
  readonly classes: readonly string[];
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  /** NaN where there is none. Null: no column of scores, or not a binary one. */
  readonly scores: Float64Array | null;
}

export interface NumberOutcome extends OutcomeBase {
  readonly kind: 'regression';
  readonly truth: Float64Array;
  readonly predicted: Float64Array;
}

export interface OutcomeColumns {
  readonly label: Column;
  /** May be left out where a score and a threshold make the predictions. */
  readonly prediction: Column | null;
  readonly score: Column | null;
  readonly positive?: string;
  readonly threshold?: number;
  readonly kind?: OutcomeKind;
}
