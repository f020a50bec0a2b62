/** A test of a 2 × k table of counts. */
export interface TableTest {
  readonly statistic: number;
  /** k − 1, levels that neither row has not counted. */
  readonly degrees: number;
  readonly p: number;
}
