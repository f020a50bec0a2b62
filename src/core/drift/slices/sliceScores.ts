/** What a search looks at: a z per slice, as observed and as it could as well have been. NaN = not enough rows. */
export interface SliceScores {
  readonly observed: Float64Array;
  /** The next draw; the array is used again by the one after. */
  redraw(): Float64Array;
}
