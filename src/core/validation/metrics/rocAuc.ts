import { scoresByClass, type ScoresByClass } from './scoresByClass.ts';

/**
 * Area under the ROC curve: the chance that a positive row scores above another one, ties counted half. `truth`: 1 = positive,
 * 0 = not. NaN where one of the two classes has no rows. Throws `invalid` for no rows.
 */
export function rocAuc(truth: Int32Array, scores: Float64Array): number {
  return rocAucOf(scoresByClass(truth, scores));
}

export function rocAucOf({ positives, negatives }: ScoresByClass): number {
  // Twice the pairs won, a whole number, so that nothing is lost on the way.
  let won = 0;
  let [below, upTo] = [0, 0];
  for (const score of positives) {
    while (below < negatives.length && negatives[below]! < score) below += 1;
    while (upTo < negatives.length && negatives[upTo]! <= score) upTo += 1;
    won += below + upTo;
  }
  const pairs = positives.length * negatives.length;
  return pairs === 0 ? Number.NaN : won / (2 * pairs);
}
