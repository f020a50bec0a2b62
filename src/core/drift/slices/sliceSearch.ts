import type { DriftSlice } from '../../model/drift.ts';
import type { LeftOut } from './segmentColumn.ts';

export interface SliceSearch {
  /** Ranked by adjusted p, then |z|; at most as many as asked for. */
  readonly slices: readonly DriftSlice[];
  /** Slices that were looked at; each is accounted for in every `pAdjusted`. */
  readonly examined: number;
  /** Permutations made; fewer than asked for where nothing could be flagged any more. */
  readonly permutations: number;
  readonly leftOut: readonly LeftOut[];
}
