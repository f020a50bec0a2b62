/** What a permutation of dependent rows said about one sub-test. */
export interface DependentTest {
  readonly p: number;
  /** The test with the way its p came about. */
  readonly method: string;
  /** By how much dependence widens the variance of what is compared: this many rows count as one. */
  readonly inflation: number;
  /** In how many different ways the units could lie on the two sides: no p is below one in so many. */
  readonly deals: number;
}

/** Deals for each p of one level: with fewer a test has no room to find anything, however many rows there are. */
const dealsPerLevel = 10;

/** Whether a test has room for a p that is significant at `alpha`. */
export function hasRoom(dependent: DependentTest | undefined, alpha: number): boolean {
  return dependent === undefined || dependent.deals * alpha >= dealsPerLevel;
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
