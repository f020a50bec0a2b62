import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import { moments } from '../../statistics/summary/moments.ts';
import { valueDraw } from './drawValues.ts';
import type { RowUnits } from './rowUnits.ts';
import type { SliceScores } from './sliceScores.ts';
import { allRows, type SliceTally } from './tally.ts';

/**
 * How far the outcome's mean in a slice is from that of all other rows of the same table, in standard errors by the
 * variance over all rows.
 */
export function levelScores(
  tally: SliceTally,
  outcome: Float64Array,
  { random, units, least }: { readonly random: RandomGenerator; readonly units: RowUnits | undefined; readonly least: number },
): SliceScores {
  const rows = outcome.length;
  const { mean, variance } = moments(outcome);
  const values = outcome.map((value) => value - mean);
  const counts = new Float64Array(tally.cells);
  tally.count(allRows(rows), counts);
  const errors = counts.map((n) => (n < least || rows - n < least ? Number.NaN : Math.sqrt((variance * n * (rows - n)) / rows)));
  const sums = new Float64Array(tally.cells);
  const scoresOf = (drawn: Float64Array): Float64Array => {
    tally.sum(drawn, sums);
    // Sums are as far from 0 as the slice's mean from the others' mean, times a factor that the error shares.
    return sums.map((sum, cell) => (errors[cell] === 0 ? 0 : sum / errors[cell]!));
  };
  const draw = valueDraw(values, units, random);
  return { observed: scoresOf(values), redraw: () => scoresOf(draw()) };
}
