import { fail } from '../../base/fault.ts';
import { normalQuantile } from '../../statistics/special/normalQuantile.ts';
import { normalTail } from '../../statistics/special/normalTail.ts';

export interface AucComparison {
  readonly candidate: number;
  readonly champion: number;
  readonly difference: number;
  /** Of the difference. */
  readonly variance: number;
  readonly interval: { readonly low: number; readonly high: number };
  /** Two-sided; null where the difference is not 0 but has no variance: too few rows to tell. */
  readonly pValue: number | null;
}

/**
 * Two areas under the ROC curve on the same rows (DeLong, DeLong and Clarke-Pearson 1988), by mid-ranks in O(n log n) (Sun and
 * Xu 2014). `truth`: 1 = positive, 0 = not. Throws `invalid` where a class has fewer than two rows, or a score is missing.
 */
export function deLong(truth: Int32Array, candidate: Float64Array, champion: Float64Array, level = 0.95): AucComparison {
  if (candidate.length !== truth.length || champion.length !== truth.length) throw fail('invalid', 'The scores are not of the same rows.');
  const first = placements(truth, candidate);
  const second = placements(truth, champion);
  const [m, n] = [first.ofPositives.length, first.ofNegatives.length];
  const difference = first.area - second.area;
  const variance = varianceOf(first.ofPositives, second.ofPositives, difference) / m + varianceOf(first.ofNegatives, second.ofNegatives, difference) / n;
  const deviation = Math.sqrt(variance);
  const reach = deviation * -normalQuantile((1 - level) / 2);
  // Mid-ranks are halves over a count: less than this is rounding.
  const isConstant = deviation <= 1e-12;
  const pValue = isConstant ? (Math.abs(difference) <= 1e-12 ? 1 : null) : Math.min(1, 2 * normalTail(Math.abs(difference) / deviation));
  return { candidate: first.area, champion: second.area, difference, variance, interval: { low: difference - reach, high: difference + reach }, pValue };
}

interface Placements {
  readonly area: number;
  /** Of each positive row the share of negative rows that it scores above, ties half. */
  readonly ofPositives: Float64Array;
  /** Of each negative row the share of positive rows that score above it. */
  readonly ofNegatives: Float64Array;
}

function placements(truth: Int32Array, scores: Float64Array): Placements {
  const positives = rowsWith(truth, 1);
  const negatives = rowsWith(truth, 0);
  if (positives.length < 2 || negatives.length < 2) {
    throw fail('invalid', 'Areas under the curve are compared on at least two rows of either class.', { hint: 'Use a hold-out with rows of both classes.' });
  }
  if (scores.some(Number.isNaN)) throw fail('invalid', 'A row has no score.', { hint: 'Leave out the rows that have no score.' });
  const all = midRanks(scores, Int32Array.from({ length: scores.length }, (_, row) => row));
  const among = (rows: Int32Array) => midRanks(scores, rows);
  const [ofPositive, ofNegative] = [among(positives), among(negatives)];
  const share = (rows: Int32Array, own: Float64Array, others: number) => Float64Array.from(rows, (row, at) => (all[row]! - own[at]!) / others);
  const above = share(positives, ofPositive, negatives.length);
  const below = share(negatives, ofNegative, positives.length);
  return { area: above.reduce((sum, one) => sum + one, 0) / above.length, ofPositives: above, ofNegatives: below.map((one) => 1 - one) };
}

function rowsWith(truth: Int32Array, label: number): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < truth.length; row += 1) if (truth[row] === label) rows.push(row);
  return Int32Array.from(rows);
}

/** Rank of each of these rows among them, from 1; equal scores share the mean of their ranks. */
function midRanks(scores: Float64Array, rows: Int32Array): Float64Array {
  const order = Int32Array.from(rows, (_, at) => at).sort((left, right) => scores[rows[left]!]! - scores[rows[right]!]!);
  const ranks = new Float64Array(rows.length);
  for (let from = 0; from < order.length; ) {
    const score = scores[rows[order[from]!]!];
    let to = from + 1;
    while (to < order.length && scores[rows[order[to]!]!] === score) to += 1;
    for (let at = from; at < to; at += 1) ranks[order[at]!] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

/** Sample variance of the differences, row by row. */
function varianceOf(left: Float64Array, right: Float64Array, mean: number): number {
  let squares = 0;
  for (let at = 0; at < left.length; at += 1) squares += (left[at]! - right[at]! - mean) ** 2;
  return squares / (left.length - 1);
}
