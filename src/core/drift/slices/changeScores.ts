import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import { additiveResiduals } from './additiveResiduals.ts';
import { sideDraw } from './drawSide.ts';
import type { RowUnits } from './rowUnits.ts';
import { sideStrata } from './sideStrata.ts';
import type { SlicePlan } from './slicePlan.ts';
import type { SliceScores } from './sliceScores.ts';
import { allRows, type SliceTally } from './tally.ts';

/**
 * How far the outcome's mean moved within a slice beyond how far it moved in all other rows, in standard errors. The
 * variance of a slice is that of its rows of both sides together: it stays the same when rows change sides, so that z has
 * about variance 1 in small slices of skewed outcomes too. Rows change sides within strata of like chances to be current. Rows before `split` are the reference.
 */
export function changeScores(
  plan: SlicePlan,
  tally: SliceTally,
  outcome: Float64Array,
  split: number,
  { random, units, least }: { readonly random: RandomGenerator; readonly units: RowUnits | undefined; readonly least: number },
): SliceScores {
  const columns = plan.groups.filter(({ second }) => second === undefined).map(({ first }) => first);
  const { values, fitted } = additiveResiduals(outcome, split, columns);
  const rows = values.length;
  const counts = new Float64Array(plan.cells);
  const sums = new Float64Array(plan.cells);
  const squares = new Float64Array(plan.cells);
  tally.countAndSum(allRows(rows), values.map((value) => value * value), counts, squares);
  tally.countAndSum(allRows(rows), values, counts, sums);
  const whole = totalsOf(values);
  const within = sums.map((sum, cell) => variance(counts[cell]!, sum, squares[cell]!));
  const rest = sums.map((sum, cell) => variance(rows - counts[cell]!, whole.sum - sum, whole.squares - squares[cell]!));

  // The smaller side is drawn; which one decides the sign.
  const isCurrent = rows - split <= split;
  const sign = isCurrent ? 1 : -1;
  const members = isCurrent ? { from: split, to: rows } : { from: 0, to: split };
  const drawnCounts = new Float64Array(plan.cells);
  const drawnSums = new Float64Array(plan.cells);
  const scoresOf = (drawn: Int32Array): Float64Array => {
    tally.countAndSum(drawn, values, drawnCounts, drawnSums);
    let drawnSum = 0;
    for (const row of drawn) drawnSum += values[row]!;
    const scores = new Float64Array(plan.cells);
    for (let cell = 0; cell < plan.cells; cell += 1) {
      const [k, n] = [drawnCounts[cell]!, counts[cell]!];
      const [outside, others] = [drawn.length - k, rows - drawn.length - (n - k)];
      if (k < least || n - k < least || outside < least || others < least) {
        scores[cell] = Number.NaN;
        continue;
      }
      const inside = drawnSums[cell]!;
      const moved = inside / k - (sums[cell]! - inside) / (n - k);
      const movedElsewhere = (drawnSum - inside) / outside - (whole.sum - drawnSum - (sums[cell]! - inside)) / others;
      const error = Math.sqrt(within[cell]! * (1 / k + 1 / (n - k)) + rest[cell]! * (1 / outside + 1 / others));
      scores[cell] = error > 0 ? (sign * (moved - movedElsewhere)) / error : 0;
    }
    return scores;
  };
  const draw = sideDraw(rows, members, units, random, sideStrata(rows, split, columns));
  // What was fitted made the observed residuals smaller than what they are residuals of.
  const degrees = Math.sqrt(Math.max(0, 1 - fitted / rows));
  const actual = Int32Array.from({ length: members.to - members.from }, (_, at) => members.from + at);
  return { observed: scoresOf(actual).map((z) => z * degrees), redraw: () => scoresOf(draw()) };
}

function totalsOf(values: Float64Array): { readonly sum: number; readonly squares: number } {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  return { sum, squares };
}

function variance(count: number, sum: number, squares: number): number {
  if (count < 2) return 0;
  const left = squares - (sum * sum) / count;
  // Below this it is what rounding left of equal values.
  return left > 1e-12 * squares ? left / (count - 1) : 0;
}
