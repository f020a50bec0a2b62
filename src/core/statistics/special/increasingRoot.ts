/**
 * Where a rising function crosses zero between `low` and `high`, by halving until it is known to `relative` of
 * itself (at most 200 steps). An end is given where the function does not change its sign.
 */
export function increasingRoot(at: (x: number) => number, low: number, high: number, relative = 1e-14): number {
  let left = low;
  let right = high;
  if (at(left) >= 0) return left;
  if (at(right) <= 0) return right;
  for (let step = 0; step < 200; step += 1) {
    const middle = left + (right - left) / 2;
    if (middle <= left || middle >= right || right - left <= relative * Math.abs(middle)) return middle;
    if (at(middle) < 0) left = middle;
    else right = middle;
  }
  return left + (right - left) / 2;
}
