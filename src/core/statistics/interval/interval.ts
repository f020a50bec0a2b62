/** Where a quantity lies with the asked-for confidence. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}
