/**
 * x ln(x / mean) + mean − x for x ≥ 0 and mean > 0: the exponent of a Poisson or binomial mass, accurate also where x
 * and the mean are large and near (Loader 2000).
 */
export function deviance(x: number, mean: number): number {
  if (x === 0) return mean;
  const ratio = (x - mean) / (x + mean);
  if (Math.abs(ratio) >= 0.5) return x * Math.log(x / mean) + mean - x;
  // ln(x / mean) = 2 artanh(ratio): what cancels is taken out of the series before it is summed.
  let sum = (x - mean) * ratio;
  let power = 2 * x * ratio;
  const square = ratio * ratio;
  for (let divisor = 3; ; divisor += 2) {
    power *= square;
    const next = sum + power / divisor;
    if (next === sum) return sum;
    sum = next;
  }
}
