import type { ColumnProblem, LevelColumn } from './column.ts';

/** How often each level of a column is there: what a comparison needs of categories unless their rows matter. */
export interface LevelTotals {
  readonly name: string;
  readonly kind: LevelColumn['kind'];
  readonly problems: readonly ColumnProblem[];
  /** As in a `LevelColumn`: in order of first appearance, or "false" and "true". */
  readonly levels: readonly string[];
  /** By level. */
  readonly counts: ArrayLike<number>;
  readonly missing: number;
  readonly rows: number;
}

export function levelTotals({ name, kind, problems, levels, codes }: LevelColumn): LevelTotals {
  // The first place is for missing values, whose code is −1: no branch for each row.
  const counts = new Float64Array(levels.length + 1);
  const { length } = codes;
  for (let row = 0; row < length; row += 1) {
    const place = codes[row]! + 1;
    counts[place] = counts[place]! + 1;
  }
  return { name, kind, problems, levels, counts: counts.subarray(1), missing: counts[0]!, rows: codes.length };
}
