import { counted } from '../../base/counted.ts';
import type { DriftSlice } from '../../model/drift.ts';
import type { Column } from '../../table/column.ts';
import { permutationLaw } from '../../statistics/tests/permutationLaw.ts';
import { lengthOf } from '../../table/memoryTable.ts';
import { knownRows } from './knownRows.ts';
import { levelScores } from './levelScores.ts';
import { largestScore } from './largestScore.ts';
import { rankSlices } from './rankSlices.ts';
import { checkUnits } from './rowUnits.ts';
import { rowSets } from './rowSets.ts';
import type { LeftOut } from './segmentColumn.ts';
import { sliceColumns } from './sliceColumns.ts';
import { defaults, type SliceOptions } from './sliceOptions.ts';
import { conditionsOf, slicePlan } from './slicePlan.ts';
import type { SliceSearch } from './sliceSearch.ts';
import { allRows, SliceTally } from './tally.ts';
import { sampleRows, takeUnits } from './sampleRows.ts';
import { takeRows } from '../../table/takeRows.ts';

/**
 * The slices of one table where the outcome (a model's error per row) is highest against all other rows. In what comes back
 * `reference` is the other rows and `current` the slice. `direction` is `higher` unless said; p is two-sided all the same.
 * Throws `invalid` where outcome or units do not fit the rows.
 */
export function worstSlices(
  table: readonly Column[],
  outcome: { readonly name: string; readonly values: Float64Array },
  options: SliceOptions,
): SliceSearch {
  const { alpha, permutations, least, mostSlices, mostRows, listed, ...limits } = { ...defaults, ...options };
  const { random, progress, direction = 'higher' } = options;
  const rows = outcome.values.length;
  if (options.units !== undefined) checkUnits(options.units, rows, rows);
  const known = knownRows(outcome.values, table[0] === undefined ? rows : lengthOf(table[0]));
  const kept = sampleRows(known, mostRows, random);
  const leftOut: LeftOut[] = [];
  if (known.length < rows) leftOut.push({ what: counted(rows - known.length, 'row', 'rows'), reason: `“${outcome.name}” is missing or infinite` });
  if (known.length > kept.length) leftOut.push({ what: counted(known.length - kept.length, 'row', 'rows'), reason: `${mostRows} rows were drawn at random` });

  const cut = sliceColumns([table.map((column) => takeRows(column, kept))], limits);
  const plan = slicePlan(cut.columns, mostSlices);
  leftOut.push(...cut.leftOut, ...plan.leftOut);
  if (kept.length === 0 || plan.cells === 0) return { slices: [], examined: 0, permutations: 0, leftOut };

  const values = Float64Array.from(kept, (row) => outcome.values[row]!);
  const tally = new SliceTally(plan);
  const scores = levelScores(tally, values, { random, units: takeUnits(options.units, kept), least });
  const counts = new Float64Array(plan.cells);
  const sums = new Float64Array(plan.cells);
  tally.countAndSum(allRows(kept.length), values, counts, sums);
  const examined = scores.observed.reduce((count, z) => count + (Number.isNaN(z) ? 0 : 1), 0);
  const small = counts.filter((count, cell) => Number.isNaN(scores.observed[cell]!) && count > 0).length;
  if (small > 0) leftOut.push({ what: counted(small, 'slice', 'slices'), reason: `fewer than ${least} rows in or beside it` });
  if (examined === 0) return { slices: [], examined, permutations: 0, leftOut };

  const law = permutationLaw(largestScore(scores.observed), () => largestScore(scores.redraw()), { permutations, alpha, progress });
  const total = values.reduce((sum, value) => sum + value, 0);
  const slices = rankSlices(plan, scores.observed, law, { direction, listed, rowSets: rowSets(tally, kept.length) }).map(({ cell, z, pAdjusted }): DriftSlice => {
    const count = counts[cell]!;
    return {
      where: conditionsOf(plan, cell),
      samples: { reference: kept.length - count, current: count },
      measure: `mean of ${outcome.name}`,
      values: { reference: (total - sums[cell]!) / (kept.length - count), current: sums[cell]! / count },
      z,
      pAdjusted,
      flagged: pAdjusted <= alpha,
    };
  });
  return { slices, examined, permutations: law.permutations, leftOut };
}
