import { fail } from '../../base/fault.ts';
import type { GroupColumn } from './groupColumn.ts';

/** The used rows divided into the groups that occur, by one column or several together. */
export interface Grouping {
  readonly columns: readonly string[];
  readonly groups: ReadonlyArray<{ readonly values: readonly string[]; readonly rows: number }>;
  /** Index into `groups` of each used row. */
  readonly codes: Int32Array;
}

const mostIntersected = 4;

/** By each column; with `withIntersections` by every two and more of them, too. Throws `invalid` for more than four then. */
export function groupingsOf(columns: readonly GroupColumn[], withIntersections: boolean): Grouping[] {
  if (!withIntersections) return columns.map((column) => groupingBy([column]));
  if (columns.length > mostIntersected) throw fail('invalid', `Intersections of ${columns.length} columns are too many.`, { hint: `Name at most ${mostIntersected} with --intersections.` });
  const sets: GroupColumn[][] = [];
  for (let bits = 1; bits < 2 ** columns.length; bits += 1) sets.push(columns.filter((_, at) => ((bits >> at) & 1) === 1));
  return sets.sort((left, right) => left.length - right.length).map(groupingBy);
}

export function groupingBy(columns: readonly GroupColumn[]): Grouping {
  const used = columns[0]?.codes.length ?? 0;
  const keyOf = (row: number) => columns.reduce((key, { labels, codes }) => key * labels.length + codes[row]!, 0);
  const counts = new Map<number, number>();
  for (let row = 0; row < used; row += 1) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  const keys = [...counts.keys()].sort((left, right) => left - right);
  const indexOf = new Map(keys.map((key, at) => [key, at]));
  return {
    columns: columns.map(({ name }) => name),
    groups: keys.map((key) => ({ values: valuesOf(columns, key), rows: counts.get(key)! })),
    codes: Int32Array.from({ length: used }, (_, row) => indexOf.get(keyOf(row))!),
  };
}

/** How a group is called in a sentence. */
export function groupName(values: readonly string[]): string {
  return values.join(' × ');
}

function valuesOf(columns: readonly GroupColumn[], key: number): string[] {
  const values: string[] = [];
  let left = key;
  for (const { labels } of [...columns].reverse()) {
    values.unshift(labels[left % labels.length]!);
    left = Math.floor(left / labels.length);
  }
  return values;
}
