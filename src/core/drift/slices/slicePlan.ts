import { counted } from '../../base/counted.ts';
import type { LeftOut, SegmentColumn } from './segmentColumn.ts';

/** All slices of one or two columns, in one row of cells: `base + code of first · width + code of second`. */
export interface SliceGroup {
  readonly first: SegmentColumn;
  readonly second: SegmentColumn | undefined;
  readonly base: number;
  /** Segments of the second column; 1 where there is none. */
  readonly width: number;
}

export interface SlicePlan {
  readonly groups: readonly SliceGroup[];
  readonly cells: number;
  readonly leftOut: readonly LeftOut[];
}

/**
 * Every column, then pairs of columns in the order of their later column, so that pairs of the first columns come first,
 * until `most` cells are full. Depends on nothing that a permutation changes.
 */
export function slicePlan(columns: readonly SegmentColumn[], most: number): SlicePlan {
  const groups: SliceGroup[] = [];
  let cells = 0;
  let [columnsLeft, pairsLeft] = [0, 0];
  const add = (first: SegmentColumn, second?: SegmentColumn): boolean => {
    const width = second?.labels.length ?? 1;
    const size = first.labels.length * width;
    if (cells + size > most) return false;
    groups.push({ first, second, base: cells, width });
    cells += size;
    return true;
  };
  for (const column of columns) if (!add(column)) columnsLeft += 1;
  for (let later = 1; later < columns.length; later += 1) {
    for (let earlier = 0; earlier < later; earlier += 1) if (!add(columns[earlier]!, columns[later])) pairsLeft += 1;
  }
  const reason = `at most ${most} slices are looked at, those of the first columns first`;
  const leftOut: LeftOut[] = [];
  if (columnsLeft > 0) leftOut.push({ what: counted(columnsLeft, 'column', 'columns'), reason });
  if (pairsLeft > 0) leftOut.push({ what: `${pairsLeft} pairs of columns`, reason });
  return { groups, cells, leftOut };
}

/** The slice of a cell as conditions that hold together. */
export function conditionsOf(plan: SlicePlan, cell: number): ReadonlyArray<{ readonly column: string; readonly value: string }> {
  const group = groupOf(plan, cell);
  const within = cell - group.base;
  const first = { column: group.first.name, value: group.first.labels[Math.floor(within / group.width)]! };
  if (group.second === undefined) return [first];
  return [first, { column: group.second.name, value: group.second.labels[within % group.width]! }];
}

/** The cells of the one-way slices that a two-way slice lies in; none for a one-way slice. */
export function parentsOf(plan: SlicePlan, cell: number): number[] {
  const { first, second, base, width } = groupOf(plan, cell);
  if (second === undefined) return [];
  const within = cell - base;
  const single = (column: SegmentColumn, code: number) => {
    const found = plan.groups.find((group) => group.second === undefined && group.first === column);
    return found === undefined ? [] : [found.base + code];
  };
  return [...single(first, Math.floor(within / width)), ...single(second, within % width)];
}

function groupOf(plan: SlicePlan, cell: number): SliceGroup {
  return plan.groups.findLast(({ base }) => base <= cell)!;
}
