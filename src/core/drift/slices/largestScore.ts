/** The largest |z|; NaN is a slice that is not looked at. 0 where there is none. */
export function largestScore(scores: Float64Array): number {
  let largest = 0;
  for (const score of scores) {
    const size = Math.abs(score);
    if (size > largest) largest = size;
  }
  return largest;
}
