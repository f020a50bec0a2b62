import { sliceBundles, type Bundle } from './sliceBundles.ts';
import type { SlicePlan } from './slicePlan.ts';

/** Counts of rows and sums of values in every slice of a plan. */
export class SliceTally {
  readonly cells: number;
  readonly #bundles: ReadonlyArray<Bundle & { readonly counts: Float64Array; readonly sums: Float64Array }>;
  /** The drawn rows' values side by side: read once per bundle. */
  #values = new Float64Array(0);

  constructor(plan: SlicePlan) {
    this.cells = plan.cells;
    const rows = plan.groups[0]?.first.codes.length ?? 0;
    // A table that is long against its slices is worth larger bundles; codes have 16 bits.
    const mostCells = Math.min(4_096, Math.max(256, rows / 16), 65_535);
    this.#bundles = sliceBundles(plan, mostCells).map((bundle) => ({
      ...bundle,
      counts: new Float64Array(bundle.cells),
      sums: new Float64Array(bundle.cells),
    }));
  }

  /** How many of `rows` lie in each slice. */
  count(rows: Int32Array, counts: Float64Array): void {
    counts.fill(0);
    for (const { codes, counts: own, targets } of this.#bundles) {
      own.fill(0);
      for (const row of rows) own[codes[row]!]! += 1;
      for (const target of targets) spread(own, target, counts);
    }
  }

  /** How many of `rows` lie in each slice, and the sums of their values, which are those of all rows. */
  countAndSum(rows: Int32Array, values: Float64Array, counts: Float64Array, sums: Float64Array): void {
    counts.fill(0);
    sums.fill(0);
    if (this.#values.length < rows.length) this.#values = new Float64Array(rows.length);
    const drawn = this.#values;
    for (let at = 0; at < rows.length; at += 1) drawn[at] = values[rows[at]!]!;
    for (const { codes, counts: ownCounts, sums: ownSums, targets } of this.#bundles) {
      ownCounts.fill(0);
      ownSums.fill(0);
      for (let at = 0; at < rows.length; at += 1) {
        const cell = codes[rows[at]!]!;
        ownCounts[cell]! += 1;
        ownSums[cell]! += drawn[at]!;
      }
      for (const target of targets) {
        spread(ownCounts, target, counts);
        spread(ownSums, target, sums);
      }
    }
  }

  /** The sums of all rows' values in each slice. */
  sum(values: Float64Array, sums: Float64Array): void {
    sums.fill(0);
    for (const { codes, sums: own, targets } of this.#bundles) {
      own.fill(0);
      for (let row = 0; row < codes.length; row += 1) own[codes[row]!]! += values[row]!;
      for (const target of targets) spread(own, target, sums);
    }
  }
}

function spread(from: Float64Array, target: Int32Array, into: Float64Array): void {
  for (let cell = 0; cell < from.length; cell += 1) into[target[cell]!]! += from[cell]!;
}

export function allRows(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, row) => row);
}
