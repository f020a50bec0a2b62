import { logBinomialMass } from '../special/logBinomialMass.ts';

/** Masses this near to the observed one are taken as equal: rounding must not drop the mirror image of the table. */
const sameMass = 1e-11;

/**
 * Fisher's exact two-sided p of the 2 × 2 table [[a, b], [c, d]] of whole counts: the total mass of the tables with the
 * same margins that are no more likely than this one; 1 where a margin is 0. Relative error 1e-8 down to 1e-300. Time grows
 * with the tables' standard deviation, not with their number.
 */
export function fisherExact(a: number, b: number, c: number, d: number): number {
  const row = a + b;
  const column = a + c;
  const total = row + c + d;
  if (row === 0 || column === 0 || row === total || column === total) return 1;
  const lowest = Math.max(0, row + column - total);
  const highest = Math.min(row, column);
  const logMass = (x: number) => logHypergeometricMass(x, row, column, total);
  const observed = logMass(a) + sameMass;
  const mode = Math.min(highest, Math.max(lowest, Math.floor(((row + 1) / (total + 2)) * (column + 1))));
  // The masses rise to the mode and fall from it: what counts is one end piece on each side.
  const left = lastWhere(lowest - 1, mode, (x) => logMass(x) <= observed);
  const right = lastWhere(highest + 1, mode, (x) => logMass(x) <= observed);
  if (left >= right - 1) return 1;
  let p = 0;
  if (left >= lowest) p += Math.exp(logMass(left)) * tail(left, -1, lowest, row, column, total);
  if (right <= highest) p += Math.exp(logMass(right)) * tail(right, 1, highest, row, column, total);
  return Math.min(1, p);
}

/** ln P(upper left = x) among tables with these margins (Loader 2000: three binomial masses, no large difference). */
function logHypergeometricMass(x: number, row: number, column: number, total: number): number {
  const p = column / total;
  const q = (total - column) / total;
  return logBinomialMass(x, row, p, q) + logBinomialMass(column - x, total - row, p, q) - logBinomialMass(column, total, p, q);
}

/** From an end that counts as true towards `mode`: the last x for which `holds` is true, which it is up to a point. */
function lastWhere(end: number, mode: number, holds: (x: number) => boolean): number {
  const direction = end <= mode ? 1 : -1;
  let known = end;
  let open = mode + direction;
  while (Math.abs(open - known) > 1) {
    const middle = Math.trunc((known + open) / 2);
    if (holds(middle)) known = middle;
    else open = middle;
  }
  return known;
}

/** The masses from x outwards, in units of the mass at x. */
function tail(x: number, direction: 1 | -1, end: number, row: number, column: number, total: number): number {
  let sum = 1;
  let term = 1;
  for (let at = x; at !== end && term > sum * 1e-17; at += direction) {
    const inner = direction === 1 ? at : at - 1;
    // mass(inner + 1) / mass(inner)
    const ratio = ((row - inner) / (inner + 1)) * ((column - inner) / (total - row - column + inner + 1));
    term *= direction === 1 ? ratio : 1 / ratio;
    sum += term;
  }
  return sum;
}
