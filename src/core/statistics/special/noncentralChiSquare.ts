import { poissonMass } from './poissonMass.ts';
import { lowerGamma, upperGamma } from './regularisedGamma.ts';

/**
 * P(X ≤ x) of a noncentral chi-square with `degrees` > 0 and noncentrality ≥ 0: the Poisson mixture of central ones, in
 * positive terms only, so that small values keep their digits. O(√noncentrality) terms.
 */
export function noncentralChiSquareLower(x: number, degrees: number, noncentrality: number): number {
  if (x <= 0) return 0;
  const mean = noncentrality / 2;
  const a = degrees / 2;
  const half = x / 2;
  // Downwards, each central term is the last one plus a mass: nothing cancels. What lies above the start is below 1e-20.
  let j = Math.ceil(mean + reach(mean));
  let weight = poissonMass(j, mean);
  let central = lowerGamma(a + j, half);
  let mass = poissonMass(a + j, half);
  let sum = 0;
  for (;;) {
    const term = weight * central;
    sum += term;
    if (j === 0 || (term < sum * 1e-17 && j < mean)) return Math.min(1, sum);
    mass *= (a + j) / half;
    if (mass < 1e-290) mass = poissonMass(a + j - 1, half);
    central += mass;
    // At a tiny mean the start underflows: each weight is then computed anew.
    weight = weight < 1e-290 ? poissonMass(j - 1, mean) : (weight * j) / mean;
    j -= 1;
  }
}

/** P(X ≥ x), see `noncentralChiSquareLower`. */
export function noncentralChiSquareUpper(x: number, degrees: number, noncentrality: number): number {
  if (x <= 0) return 1;
  const mean = noncentrality / 2;
  const a = degrees / 2;
  const half = x / 2;
  let j = Math.max(0, Math.floor(mean - reach(mean)));
  let weight = poissonMass(j, mean);
  let central = upperGamma(a + j, half);
  let mass = poissonMass(a + j, half);
  let sum = 0;
  for (;;) {
    const term = weight * central;
    sum += term;
    if (term <= sum * 1e-17 && j > mean && (sum > 0 || weight === 0)) return Math.min(1, sum);
    central += mass;
    j += 1;
    mass *= half / (a + j);
    if (mass < 1e-290) mass = poissonMass(a + j, half);
    weight *= mean / j;
  }
}

/** Beyond this distance from its mean a Poisson holds less than 1e-20. */
function reach(mean: number): number {
  return 10 * Math.sqrt(mean) + 30;
}
