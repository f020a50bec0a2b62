import type { ConfusionMatrix } from './confusionMatrix.ts';

/** Share of rows that were called what they are. */
export function accuracy({ classes, counts }: ConfusionMatrix): number {
  let [right, total] = [0, 0];
  for (let of = 0; of < classes; of += 1) right += counts[of * classes + of]!;
  for (const count of counts) total += count;
  return right / total;
}
