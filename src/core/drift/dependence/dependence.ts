/** What a permutation of dependent rows said about one sub-test. */
export interface DependentTest {
  readonly p: number;
  /** The test with the way its p came about. */
  readonly method: string;
  /** By how much dependence widens the variance of what is compared: this many rows count as one. */
  readonly inflation: number;
}

/** Where each row of both sides stands in a test: a place from 0 to `cells` − 1, or −1 where it takes no part. */
export interface RowCells {
  readonly reference: Int32Array;
  readonly current: Int32Array;
  readonly cells: number;
  /** Places that follow each other as values do are compared by Kolmogorov-Smirnov, others by chi-square. */
  readonly isOrdered: boolean;
}

/** Dependence between rows, known for a whole report. */
export interface Dependence {
  /** `subject`: what is compared, in words; `seed`: hex digits. */
  test(cells: RowCells, subject: string, seed: string): DependentTest;
}
