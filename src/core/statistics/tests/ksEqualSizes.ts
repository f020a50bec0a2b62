/**
 * P(D ≥ steps / n) of two samples of `n` values each under one continuous law, 1 ≤ steps ≤ n: the reflection principle,
 * nested so that nothing is subtracted from 1 but the rest of the series (Gnedenko and Korolyuk 1951; Hodges 1958). O(n).
 */
export function ksEqualSizes(n: number, steps: number): number {
  let nested = 0;
  for (let k = Math.floor(n / steps); k >= 0; k -= 1) {
    let ratio = 1;
    for (let j = 0; j < steps; j += 1) ratio = ((n - k * steps - j) * ratio) / (n + k * steps + j + 1);
    nested = ratio * (1 - nested);
  }
  return Math.min(1, 2 * nested);
}
