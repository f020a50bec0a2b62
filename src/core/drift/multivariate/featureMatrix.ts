/** Numbers that describe rows, row by row. */
export interface FeatureMatrix {
  readonly rows: number;
  readonly width: number;
  /** rows × width. */
  readonly values: Float64Array;
  /** The columns that each feature comes from, one or two. */
  readonly sources: ReadonlyArray<readonly string[]>;
}
