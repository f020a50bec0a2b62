import type { Grouping } from './grouping.ts';

/** The used rows of each group, ascending; with `keep`, those only. */
export function rowsByGroup({ groups, codes }: Grouping, keep: (row: number) => boolean = () => true): Int32Array[] {
  const sizes = new Int32Array(groups.length);
  codes.forEach((code, row) => {
    if (keep(row)) sizes[code]! += 1;
  });
  const found = Array.from(sizes, (size) => new Int32Array(size));
  const next = new Int32Array(groups.length);
  codes.forEach((code, row) => {
    if (!keep(row)) return;
    found[code]![next[code]!] = row;
    next[code]! += 1;
  });
  return found;
}
