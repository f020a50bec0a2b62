import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import { sideDraw } from './drawSide.ts';
import type { RowUnits } from './rowUnits.ts';
import type { SliceScores } from './sliceScores.ts';
import { allRows, type SliceTally } from './tally.ts';

/**
 * How far a slice's share of the current rows is from its share of the reference's, in standard errors of the pooled share.
 * Looked at are slices with `least` rows expected on either side if nothing changed: a slice that came or went is one, too.
 */
export function shareScores(
  tally: SliceTally,
  rows: { readonly reference: number; readonly current: number },
  { random, units, least }: { readonly random: RandomGenerator; readonly units: RowUnits | undefined; readonly least: number },
): SliceScores {
  const all = rows.reference + rows.current;
  const counts = new Float64Array(tally.cells);
  tally.count(allRows(all), counts);
  const smaller = Math.min(rows.reference, rows.current);
  const isCurrent = rows.current === smaller;
  const sign = isCurrent ? 1 : -1;
  const members = isCurrent ? { from: rows.reference, to: all } : { from: 0, to: rows.reference };
  const drawnCounts = new Float64Array(tally.cells);
  const scoresOf = (drawn: Int32Array): Float64Array => {
    tally.count(drawn, drawnCounts);
    const [k, others] = [drawn.length, all - drawn.length];
    return counts.map((n, cell) => {
      if ((n * smaller) / all < least || ((all - n) * smaller) / all < least) return Number.NaN;
      const inside = drawnCounts[cell]!;
      const share = n / all;
      return (sign * (inside / k - (n - inside) / others)) / Math.sqrt(share * (1 - share) * (1 / k + 1 / others));
    });
  };
  const draw = sideDraw(all, members, units, random);
  const actual = Int32Array.from({ length: smaller }, (_, at) => members.from + at);
  return { observed: scoresOf(actual), redraw: () => scoresOf(draw()) };
}
