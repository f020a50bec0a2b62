/** Counts on the curve are taken to so many decimals, which is NannyML's way: without it the two differ in the eighth digit. */
const grain = 1e5;

/**
 * The area under the ROC curve that rows without labels have on average: rows ranked by the model's own `scores`, each counted
 * as positive by its calibrated probability. NaN where a class is not expected at all. Rows where either is missing are left out.
 */
export function expectedRocAuc(scores: Float64Array, probabilities: Float64Array): number {
  const rows = Uint32Array.from(scores.keys())
    .filter((row) => !Number.isNaN(scores[row]!) && !Number.isNaN(probabilities[row]!))
    .sort((one, other) => scores[other]! - scores[one]! || other - one);
  let [hits, seen, area] = [0, 0, 0];
  let [left, height] = [0, 0];
  for (const row of rows) {
    hits += probabilities[row]!;
    seen += 1;
    const [to, up] = [rounded(seen - hits), rounded(hits)];
    area += ((to - left) * (up + height)) / 2;
    [left, height] = [to, up];
  }
  return left === 0 || height === 0 ? Number.NaN : area / (left * height);
}

/** To the nearest, ties to the even one, as numpy does. */
function rounded(value: number): number {
  const scaled = value * grain;
  const below = Math.floor(scaled);
  const part = scaled - below;
  const isUp = part > 0.5 || (part === 0.5 && below % 2 !== 0);
  return (isUp ? below + 1 : below) / grain;
}
