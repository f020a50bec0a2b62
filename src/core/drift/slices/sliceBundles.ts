import type { SegmentColumn } from './segmentColumn.ts';
import type { SliceGroup, SlicePlan } from './slicePlan.ts';

/** Some columns crossed with each other: one pass over its codes gives the slices of all pairs within. */
export interface Bundle {
  readonly cells: number;
  /** The cell of each row. */
  readonly codes: Uint16Array;
  /** Cells of the plan that a bundle's cell adds to: for each group, one place per cell of the bundle. */
  readonly targets: readonly Int32Array[];
}

/**
 * Covers all groups of the plan with few bundles, since passes over rows are what a search costs. A bundle grows by the
 * column that brings most groups not yet covered, as long as it stays below `mostCells` cells.
 */
export function sliceBundles(plan: SlicePlan, mostCells: number): readonly Bundle[] {
  // Pairs first: the single columns are in them.
  const open = new Set([...plan.groups].sort((left, right) => columnsOf(right).length - columnsOf(left).length));
  const all = [...new Set(plan.groups.flatMap(columnsOf))];
  const bundles: Bundle[] = [];
  for (const seed of open) {
    const columns = columnsOf(seed);
    const coveredBy = (more: readonly SegmentColumn[]) => [...open].filter((group) => columnsOf(group).every((column) => more.includes(column)));
    for (;;) {
      let best: SegmentColumn | undefined;
      let most = coveredBy(columns).length;
      for (const column of all) {
        if (columns.includes(column) || sizeOf(columns) * column.labels.length > mostCells) continue;
        const covered = coveredBy([...columns, column]).length;
        if (covered > most) [best, most] = [column, covered];
      }
      if (best === undefined) break;
      columns.push(best);
    }
    const groups = coveredBy(columns);
    for (const group of groups) open.delete(group);
    bundles.push(bundleOf(columns, groups));
  }
  return bundles;
}

function columnsOf({ first, second }: SliceGroup): SegmentColumn[] {
  return second === undefined ? [first] : [first, second];
}

function sizeOf(columns: readonly SegmentColumn[]): number {
  return columns.reduce((size, { labels }) => size * labels.length, 1);
}

function bundleOf(columns: readonly SegmentColumn[], groups: readonly SliceGroup[]): Bundle {
  const codes = new Uint16Array(columns[0]!.codes.length);
  for (const column of columns) {
    const width = column.labels.length;
    for (let row = 0; row < codes.length; row += 1) codes[row] = codes[row]! * width + column.codes[row]!;
  }
  const cells = sizeOf(columns);
  const segment = (cell: number, column: SegmentColumn) => {
    const at = columns.indexOf(column);
    return Math.floor(cell / sizeOf(columns.slice(at + 1))) % column.labels.length;
  };
  const targets = groups.map(({ first, second, base, width }) =>
    Int32Array.from({ length: cells }, (_, cell) => base + segment(cell, first) * width + (second === undefined ? 0 : segment(cell, second))),
  );
  return { cells, codes, targets };
}
