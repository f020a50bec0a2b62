import { counted } from '../../base/counted.ts';
import type { DriftSlice } from '../../model/drift.ts';
import { permutationLaw } from '../../statistics/tests/permutationLaw.ts';
import { lengthOf } from '../../table/memoryTable.ts';
import type { Column } from '../../table/column.ts';
import { changeScores } from './changeScores.ts';
import { knownRows } from './knownRows.ts';
import { largestScore } from './largestScore.ts';
import { rankSlices } from './rankSlices.ts';
import { checkUnits } from './rowUnits.ts';
import { rowSets } from './rowSets.ts';
import type { LeftOut } from './segmentColumn.ts';
import { shareScores } from './shareScores.ts';
import { sliceColumns } from './sliceColumns.ts';
import { defaults, type SliceOptions } from './sliceOptions.ts';
import { conditionsOf, slicePlan } from './slicePlan.ts';
import type { SliceSearch } from './sliceSearch.ts';
import { allRows, SliceTally } from './tally.ts';
import { sampleRows, takeUnits } from './sampleRows.ts';
import { takeRows } from '../../table/takeRows.ts';

/** A number per row of both sides: an error, a prediction, a target. NaN = missing. */
export interface OutcomePair {
  readonly name: string;
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

/**
 * Where the outcome changed: slices whose mean moved between the sides beyond what all other rows did, the two-way ones
 * among them. Rows without an outcome are left out. `direction` is `both` unless said. Throws `invalid` where outcome or
 * units do not fit the rows.
 */
export function outcomeSlices(reference: readonly Column[], current: readonly Column[], outcome: OutcomePair, options: SliceOptions): SliceSearch {
  return compare(reference, current, outcome, options);
}

/** Where the share of rows changed: slices that hold a larger or smaller part of the current rows than of the reference's. */
export function shareSlices(reference: readonly Column[], current: readonly Column[], options: SliceOptions): SliceSearch {
  return compare(reference, current, undefined, options);
}

function compare(reference: readonly Column[], current: readonly Column[], outcome: OutcomePair | undefined, options: SliceOptions): SliceSearch {
  const { alpha, permutations, least, mostSlices, mostRows, listed, ...limits } = { ...defaults, ...options };
  const { random, progress, direction = 'both' } = options;
  const rows = { reference: rowsOf(reference), current: rowsOf(current) };
  if (options.units !== undefined) checkUnits(options.units, rows.reference + rows.current, rows.reference);
  const leftOut: LeftOut[] = [];

  const kept = (['reference', 'current'] as const).map((side) => {
    const known = outcome === undefined ? allRows(rows[side]) : knownRows(outcome[side], rows[side]);
    if (known.length < rows[side]) leftOut.push({ what: counted(rows[side] - known.length, `${side} row`, `${side} rows`), reason: `“${outcome!.name}” is missing or infinite` });
    if (known.length > mostRows) leftOut.push({ what: counted(known.length - mostRows, `${side} row`, `${side} rows`), reason: `${mostRows} rows were drawn at random` });
    return sampleRows(known, mostRows, random);
  }) as [Int32Array, Int32Array];
  const split = kept[0].length;
  const sizes = { reference: split, current: kept[1].length };
  const both = Int32Array.from([...kept[0], ...kept[1].map((row) => row + rows.reference)]);
  const units = takeUnits(options.units, both);

  const cut = sliceColumns([reference.map((column) => takeRows(column, kept[0])), current.map((column) => takeRows(column, kept[1]))], limits);
  const plan = slicePlan(cut.columns, mostSlices);
  leftOut.push(...cut.leftOut, ...plan.leftOut);
  if (split === 0 || sizes.current === 0 || plan.cells === 0) return { slices: [], examined: 0, permutations: 0, leftOut };

  const values = Float64Array.from(both, (row) => (outcome === undefined ? 1 : row < rows.reference ? outcome.reference[row]! : outcome.current[row - rows.reference]!));
  const tally = new SliceTally(plan);
  const scores = outcome === undefined ? shareScores(tally, sizes, { random, units, least }) : changeScores(plan, tally, values, split, { random, units, least });
  const examined = scores.observed.reduce((count, z) => count + (Number.isNaN(z) ? 0 : 1), 0);
  const sides = [countedOn(tally, values, 0, split), countedOn(tally, values, split, both.length)] as const;
  const small = sides[0].counts.filter((count, cell) => Number.isNaN(scores.observed[cell]!) && count + sides[1].counts[cell]! > 0).length;
  if (small > 0) leftOut.push({ what: counted(small, 'slice', 'slices'), reason: `fewer than ${least} rows on a side` });
  if (examined === 0) return { slices: [], examined, permutations: 0, leftOut };

  const law = permutationLaw(largestScore(scores.observed), () => largestScore(scores.redraw()), { permutations, alpha, progress });
  const slices = rankSlices(plan, scores.observed, law, { direction, listed, rowSets: rowSets(tally, both.length) }).map(({ cell, z, pAdjusted }): DriftSlice => {
    const samples = { reference: sides[0].counts[cell]!, current: sides[1].counts[cell]! };
    const of = outcome === undefined ? sizes : samples;
    return {
      where: conditionsOf(plan, cell),
      samples,
      measure: outcome === undefined ? 'share of rows' : `mean of ${outcome.name}`,
      values: { reference: sides[0].sums[cell]! / of.reference, current: sides[1].sums[cell]! / of.current },
      z,
      pAdjusted,
      flagged: pAdjusted <= alpha,
    };
  });
  return { slices, examined, permutations: law.permutations, leftOut };
}

function countedOn(tally: SliceTally, values: Float64Array, from: number, to: number): { readonly counts: Float64Array; readonly sums: Float64Array } {
  const counts = new Float64Array(tally.cells);
  const sums = new Float64Array(tally.cells);
  tally.countAndSum(Int32Array.from({ length: to - from }, (_, at) => from + at), values, counts, sums);
  return { counts, sums };
}

function rowsOf(columns: readonly Column[]): number {
  return columns[0] === undefined ? 0 : lengthOf(columns[0]);
}
