import type { DriftColumn, DriftSubTest, Range } from '../../model/drift.ts';

/** A sub-test before it is known what the other columns gave: the state comes with the adjusted p. */
export interface TestFinding {
  readonly subject: DriftSubTest['subject'];
  readonly method: string;
  readonly statistic: number | null;
  readonly pValue: number;
  readonly effect: number | null;
  readonly effectName: string;
  readonly effectInterval: Range | null;
  /** Above it the effect matters. */
  readonly threshold: number;
  /** The smallest effect that is found with `power` at a level for one test; null where none is. */
  smallestDetectable(alpha: number, power: number): number | null;
  readonly bounds?: DriftSubTest['bounds'];
  /** In a sentence: what keeps the effect small. */
  readonly whySmall?: string;
  /** In a sentence: what keeps the test from finding anything, where more rows would not help. */
  readonly whyNone?: string;
  /** Where the exact p lies, with `bounds`; `pValue` is the high end. */
  readonly pRange?: Range;
}

/** A column looked at by itself. Holds no values. */
export interface ColumnFinding
  extends Pick<DriftColumn, 'name' | 'kind' | 'measures' | 'nullShare' | 'samples' | 'newCategories' | 'vanishedCategories' | 'outOfRange' | 'shape' | 'problems'> {
  readonly tests: readonly TestFinding[];
  /** What counts by itself as drift, in words. */
  readonly certain: string | null;
  /** Why there is no distribution test although the column may matter, in words. */
  readonly untested: string | null;
  /** What was not tested and why; part of `method`. */
  readonly notes: readonly string[];
}
