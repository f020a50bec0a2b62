import type { ThresholdRole } from '../../../model/bias.ts';
import type { Grouping } from '../grouping.ts';

/** Rows with scores that are used for one purpose only: to choose a threshold, or to tell what it does. */
export interface ScoredPart {
  readonly role: ThresholdRole;
  /** Content digest: two parts with the same one are not separate. */
  readonly digest: string;
  /** 1 = positive, 0 = not. */
  readonly truth: Int32Array;
  readonly scores: Float64Array;
  /** By one column. */
  readonly grouping: Grouping;
}

/** The scores of a group's positive and other rows, each ascending. */
export interface GroupScores {
  readonly name: string;
  readonly rows: number;
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

export interface Thresholds {
  /** By group name; groups that are not here have the common one. */
  readonly own: ReadonlyMap<string, number>;
  readonly common: number;
}
