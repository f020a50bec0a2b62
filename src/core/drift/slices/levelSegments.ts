import { byText } from '../../base/byText.ts';
import { missingLabel, type LeftOut, type SegmentColumn } from './segmentColumn.ts';

/**
 * One segment per level, the `most` most frequent ones; the others are one segment together, missing values another. Equally
 * frequent levels go by their text, so that the order of the rows decides nothing. `codes` is −1 where a value is missing.
 */
export function levelSegments(
  name: string,
  codes: Int32Array,
  levels: readonly string[],
  most: number,
): { readonly column: SegmentColumn; readonly leftOut: readonly LeftOut[] } {
  const counts = new Int32Array(levels.length);
  let missing = 0;
  for (const code of codes) {
    if (code < 0) missing += 1;
    else counts[code]! += 1;
  }
  const present = levels.map((_, code) => code).filter((code) => counts[code]! > 0);
  present.sort((left, right) => counts[right]! - counts[left]! || byText(levels[left]!, levels[right]!));
  // One level alone is told by its own name.
  const kept = present.length <= most + 1 ? present : present.slice(0, most);
  const others = present.length - kept.length;
  const labels = kept.map((code) => levels[code]!);
  const segmentOf = new Uint8Array(levels.length).fill(labels.length);
  kept.forEach((code, segment) => (segmentOf[code] = segment));
  if (others > 0) labels.push(`(other: ${others} levels)`);
  const missingSegment = labels.length;
  if (missing > 0) labels.push(missingLabel);
  return {
    column: { name, labels, codes: Uint8Array.from(codes, (code) => (code < 0 ? missingSegment : segmentOf[code]!)) },
    leftOut: others === 0 ? [] : [{ what: name, reason: `${others} levels beyond the ${kept.length} most frequent are looked at as one` }],
  };
}
