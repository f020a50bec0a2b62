import type { RandomGenerator } from '../statistics/random/randomGenerator.ts';

/** Rows that move together: consecutive ones where rows are near in time, or all of one entity. */
export type RowGroups = readonly Int32Array[];

/**
 * A history in which nothing changed: the rows of the reference and of all windows are mixed in whole groups and dealt out
 * again, the reference first, each part about as large as it was. Row numbers count over the reference and then the current
 * table. Sizes differ from the true ones by less than one group.
 */
export function permutedHistory(groups: RowGroups, sizes: readonly number[], random: RandomGenerator): Int32Array[] {
  const order = Int32Array.from(groups, (_, at) => at);
  random.shuffle(order);
  const parts: number[][] = sizes.map(() => []);
  let part = 0;
  for (const at of order) {
    while (part < sizes.length - 1 && parts[part]!.length >= sizes[part]!) part += 1;
    for (const row of groups[at]!) parts[part]!.push(row);
  }
  return parts.map((rows) => Int32Array.from(rows));
}

/** Groups of `length` consecutive rows of `order` (row numbers in time order); the last may be shorter. */
export function blocksOf(order: Int32Array, length: number): RowGroups {
  const blocks: Int32Array[] = [];
  for (let from = 0; from < order.length; from += length) blocks.push(order.subarray(from, from + length));
  return blocks;
}

/** Groups of rows with the same code; a row without one is a group of its own. */
export function clustersOf(codes: Int32Array): RowGroups {
  const clusters = new Map<number, number[]>();
  const alone: Int32Array[] = [];
  codes.forEach((code, row) => {
    if (code < 0) alone.push(Int32Array.of(row));
    else if (clusters.has(code)) clusters.get(code)!.push(row);
    else clusters.set(code, [row]);
  });
  return [...[...clusters.values()].map((rows) => Int32Array.from(rows)), ...alone];
}
