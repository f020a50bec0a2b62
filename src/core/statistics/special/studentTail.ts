import { increasingRoot } from './increasingRoot.ts';
import { lowerBeta, upperBeta } from './regularisedBeta.ts';

/** P(T ≥ t) of Student's t with `degrees` > 0; relative error 1e-10 down to 1e-300. P(T ≤ t) is `studentTail(-t)`. Source: DLMF 8.17. */
export function studentTail(t: number, degrees: number): number {
  if (Number.isNaN(t) || !(degrees > 0)) return Number.NaN;
  if (!Number.isFinite(t)) return t > 0 ? 0 : 1;
  const square = t * t;
  // The part of the two that is the smaller argument keeps its digits.
  const half = square < degrees ? upperBeta(square / (degrees + square), 0.5, degrees / 2) / 2 : lowerBeta(degrees / (degrees + square), degrees / 2, 0.5) / 2;
  return t >= 0 ? half : 1 - half;
}

/** The t ≥ 0 with P(T ≥ t) = tail, 0 < tail ≤ ½; relative error 1e-9. */
export function studentQuantile(tail: number, degrees: number): number {
  if (!(tail > 0 && tail <= 0.5) || !(degrees > 0)) return Number.NaN;
  let high = 1;
  while (studentTail(high, degrees) > tail) high *= 2;
  return increasingRoot((t) => tail - studentTail(t, degrees), 0, high);
}
