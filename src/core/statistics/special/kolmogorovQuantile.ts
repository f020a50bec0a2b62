import { increasingRoot } from './increasingRoot.ts';
import { kolmogorovTail } from './kolmogorovTail.ts';

/** The x with P(K ≥ x) = tail, 0 < tail < 1: the critical value of a large-sample Kolmogorov-Smirnov test. */
export function kolmogorovQuantile(tail: number): number {
  return increasingRoot((x) => tail - kolmogorovTail(x), 0, 40);
}
