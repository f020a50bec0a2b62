/** A column cut into few segments: what slices are made of. */
export interface SegmentColumn {
  readonly name: string;
  /** The segment of each row, an index into `labels`. */
  readonly codes: Uint8Array;
  readonly labels: readonly string[];
}

/** Something that the search did not look at as it is, and why. */
export interface LeftOut {
  /** A column, or so many pairs or slices. */
  readonly what: string;
  readonly reason: string;
}

export const missingLabel = '(missing)';
