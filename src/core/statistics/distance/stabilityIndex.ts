import { chiSquareTail } from '../special/chiSquareTail.ts';
import { countTable, type CountTable } from '../tests/countTable.ts';
import { mergeRareLevels } from '../tests/mergeRareLevels.ts';

export interface StabilityIndex {
  /** Σ (p − q) ln(p / q): symmetric, from 0. */
  readonly index: number;
  /** Bins that hold a value of either sample. */
  readonly bins: number;
  /**
   * P(index this large | one law) by (1/n + 1/m) χ² with bins − 1 degrees, after the bins that are too rare for that law (the
   * ones beyond the reference's ends among them) were put together. Rough where n or m is below 20 values a bin.
   */
  readonly p: number;
  /** The mean of the index under one law: a fixed threshold below it means nothing. */
  readonly nullMean: number;
}

/**
 * The population stability index of two rows of counts over the same bins. A bin that one sample lacks counts there as half
 * a value; one that both lack is left out. Throws `invalid` as `countTable` does.
 */
export function stabilityIndex(reference: ArrayLike<number>, current: ArrayLike<number>): StabilityIndex {
  const table = countTable(reference, current);
  const unit = 1 / table.referenceTotal + 1 / table.currentTotal;
  const bins = table.reference.length;
  const merged = mergeRareLevels(table.reference, table.current);
  const ofCommon = indexOf(countTable(merged.reference, merged.current));
  return {
    index: indexOf(table),
    bins,
    p: chiSquareTail(ofCommon / unit, merged.reference.length - 1),
    nullMean: unit * (bins - 1),
  };
}

function indexOf(table: CountTable): number {
  if (table.reference.length === 1) return 0;
  let index = 0;
  for (let bin = 0; bin < table.reference.length; bin += 1) {
    const p = Math.max(table.reference[bin]!, 0.5) / table.referenceTotal;
    const q = Math.max(table.current[bin]!, 0.5) / table.currentTotal;
    index += (p - q) * Math.log(p / q);
  }
  return index;
}
