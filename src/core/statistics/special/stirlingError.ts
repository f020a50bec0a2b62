/**
 * ln Γ(x + 1) − [(x + ½) ln x − x + ½ ln 2π] for real x > 0, within 1e-15 absolute. Masses of large counts are built on
 * it instead of on differences of ln Γ, which lose all their digits (Loader 2000, "Fast and accurate computation of
 * binomial probabilities").
 */
export function stirlingError(x: number): number {
  let at = x;
  let sum = 0;
  // Exactly: error(x) = error(x + 1) + (x + ½) ln(1 + 1/x) − 1, up to where the series needs few terms.
  for (; at < 15; at += 1) sum += (at + 0.5) * Math.log1p(1 / at) - 1;
  const square = at * at;
  return sum + (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / at;
}
