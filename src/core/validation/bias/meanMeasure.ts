import type { GroupMeasure } from './groupMeasure.ts';
import { joined, meanEstimate, meanParts, type MeanParts } from './meanEstimate.ts';

/** The mean of a value of the rows, by group. */
export function meanMeasure(name: string, value: (row: number) => number, rows: readonly Int32Array[], absent: string): GroupMeasure {
  const parts = rows.map((ofGroup) => meanParts(Float64Array.from(ofGroup, value)));
  const none: MeanParts = { count: 0, mean: 0, squares: 0 };
  // What comes before and after each group is its rest: joined, as taking off would lose digits.
  const before = [none];
  for (const part of parts) before.push(joined(before.at(-1)!, part));
  const rests: MeanParts[] = [];
  let after = none;
  for (let at = parts.length - 1; at >= 0; at -= 1) {
    rests.unshift(joined(before[at]!, after));
    after = joined(parts[at]!, after);
  }
  return { name, class: null, absent, whole: meanEstimate(before.at(-1)!), groups: parts.map(meanEstimate), rests: rests.map(meanEstimate) };
}
