/**
 * P(K ≥ x) of the limiting Kolmogorov distribution; relative error 1e-12 down to 1e-300, 1 for x ≤ 0. The alternating series
 * where it is small, its theta transform (which gives 1 − P) where P is above a half.
 */
export function kolmogorovTail(x: number): number {
  if (!(x > 0)) return Number.isNaN(x) ? Number.NaN : 1;
  return x < 0.82 ? 1 - lower(x) : upper(x);
}

function lower(x: number): number {
  const exponent = (Math.PI * Math.PI) / (8 * x * x);
  let sum = 0;
  for (let odd = 1; odd <= 9; odd += 2) sum += Math.exp(-odd * odd * exponent);
  return sum === 0 ? 0 : (Math.sqrt(2 * Math.PI) / x) * sum;
}

function upper(x: number): number {
  const exponent = 2 * x * x;
  let sum = 0;
  // The smallest terms first.
  for (let k = 6; k >= 1; k -= 1) sum = Math.exp(-k * k * exponent) - sum;
  return 2 * sum;
}
