/** At most `most` of the scores, ascending: all different ones, or evenly by rank. */
export function candidateThresholds(scores: Float64Array, most: number): number[] {
  const sorted = Float64Array.from(scores).sort();
  const distinct = Array.from(new Set(sorted));
  if (distinct.length <= most) return distinct;
  return [...new Set(Array.from({ length: most }, (_, at) => sorted[Math.round((at / (most - 1)) * (sorted.length - 1))]!))];
}
