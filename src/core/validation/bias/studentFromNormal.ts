/**
 * The quantile of Student's T with `degrees` degrees of freedom that has the tail of the standard normal quantile `z`:
 * Abramowitz and Stegun 26.7.5, relative error 1e-4 for z ≤ 4 and 1e-3 for z ≤ 5 from 29 degrees on; not for fewer than ten.
 */
export function studentFromNormal(z: number, degrees: number): number {
  const square = z * z;
  const first = (z * (square + 1)) / 4;
  const second = (z * ((5 * square + 16) * square + 3)) / 96;
  const third = (z * (((3 * square + 19) * square + 17) * square - 15)) / 384;
  const fourth = (z * ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945)) / 92_160;
  return z + (first + (second + (third + fourth / degrees) / degrees) / degrees) / degrees;
}
