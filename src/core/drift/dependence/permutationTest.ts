import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import type { Pieces, Units } from './pieces.ts';

export interface PermutationPlan {
  readonly pieces: Pieces;
  readonly pairs: Units['pairs'];
  readonly cells: number;
  readonly isOrdered: boolean;
  /** By how much what was drawn is widened: the part of the variance that moving these units does not show. */
  readonly widen: number;
  /** Draws at most; p cannot be below 1 / (most + 1). */
  readonly most: number;
}

export interface PermutationResult {
  readonly p: number;
  readonly draws: number;
}

/** Enough draws as far from the middle as the one seen end the search: p is then large, and known to a fifth (Besag and Clifford 1991). */
const enoughAsFar = 20;

/**
 * P(a difference this large | the units could as well have been on the other side). Pairs change places with chance ½, other
 * units are dealt out anew, as many to each side as before. Stops early where p is not small.
 */
export function permutationTest(plan: PermutationPlan, random: RandomGenerator): PermutationResult {
  const { pieces, pairs, cells } = plan;
  const paired = new Uint8Array(pieces.all);
  for (const [left, right] of pairs) {
    paired[left] = 1;
    paired[pieces.referencePieces + right] = 1;
  }
  const free: number[] = [];
  let freeReference = 0;
  const total = new Float64Array(cells);
  const row = new Float64Array(cells);
  for (let piece = 0; piece < pieces.all; piece += 1) {
    add(total, pieces, piece);
    if (piece < pieces.referencePieces) add(row, pieces, piece);
    if (paired[piece] === 1) continue;
    free.push(piece);
    if (piece < pieces.referencePieces) freeReference += 1;
  }
  const statistic = plan.isOrdered ? largestGap : chiSquare;
  const widen = plan.isOrdered ? Math.sqrt(plan.widen) : plan.widen;
  // What equals the seen one but for a rounding is as far.
  const seen = statistic(row, total) * (1 - 1e-12);
  const order = Int32Array.from(free);
  let asFar = 0;
  for (let draw = 1; draw <= plan.most; draw += 1) {
    row.fill(0);
    for (let at = 0; at < freeReference; at += 1) {
      const other = at + random.integerBelow(order.length - at);
      const chosen = order[other]!;
      order[other] = order[at]!;
      order[at] = chosen;
      add(row, pieces, chosen);
    }
    for (const [left, right] of pairs) add(row, pieces, random.next() < 0x8000_0000 ? left : pieces.referencePieces + right);
    if (statistic(row, total) * widen >= seen) asFar += 1;
    if (asFar === enoughAsFar) return { p: asFar / draw, draws: draw };
  }
  return { p: (asFar + 1) / (plan.most + 1), draws: plan.most };
}

function add(row: Float64Array, { starts, cells, counts }: Pieces, piece: number): void {
  const end = starts[piece + 1]!;
  for (let at = starts[piece]!; at < end; at += 1) row[cells[at]!]! += counts[at]!;
}

/** Kolmogorov-Smirnov of the row against the rest of the total. */
function largestGap(row: Float64Array, total: Float64Array): number {
  const [n, m] = sizes(row, total);
  if (n === 0 || m === 0) return 0;
  let largest = 0;
  let left = 0;
  let right = 0;
  for (let cell = 0; cell < total.length; cell += 1) {
    left += row[cell]!;
    right += total[cell]! - row[cell]!;
    largest = Math.max(largest, Math.abs(left / n - right / m));
  }
  return largest;
}

/** Scaled so that its law does not depend on how many rows a draw happens to put on a side. */
function chiSquare(row: Float64Array, total: Float64Array): number {
  const [n, m] = sizes(row, total);
  if (n === 0 || m === 0) return 0;
  let sum = 0;
  for (let cell = 0; cell < total.length; cell += 1) {
    if (total[cell] === 0) continue;
    const expected = (total[cell]! * n) / (n + m);
    sum += (row[cell]! - expected) ** 2 / total[cell]!;
  }
  return (sum * (n + m) ** 2) / (n * m);
}

function sizes(row: Float64Array, total: Float64Array): [number, number] {
  let n = 0;
  let all = 0;
  for (let cell = 0; cell < total.length; cell += 1) {
    n += row[cell]!;
    all += total[cell]!;
  }
  return [n, all - n];
}
