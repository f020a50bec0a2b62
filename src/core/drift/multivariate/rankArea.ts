/**
 * The area under the ROC curve: the chance that a row of `isCurrent` 1 has a larger score than one of 0, ties counted half.
 * ½ where one of them has no rows.
 */
export function rankArea(scores: Float64Array, isCurrent: Uint8Array): number {
  const sides = [scores.filter((_, row) => isCurrent[row] === 0).sort(), scores.filter((_, row) => isCurrent[row] === 1).sort()] as const;
  const [reference, current] = sides;
  if (reference.length === 0 || current.length === 0) return 0.5;
  let wins = 0;
  let [below, upTo] = [0, 0];
  for (const score of current) {
    while (below < reference.length && reference[below]! < score) below += 1;
    while (upTo < reference.length && reference[upTo]! <= score) upTo += 1;
    wins += below + upTo;
  }
  return wins / (2 * reference.length * current.length);
}
