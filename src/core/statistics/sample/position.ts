/** How many of ascending values are below `value`. O(log n). */
export function countBelow(sorted: Float64Array, value: number): number {
  return leading(sorted, (one) => one < value);
}

/** How many of ascending values are at most `value`. O(log n). */
export function countUpTo(sorted: Float64Array, value: number): number {
  return leading(sorted, (one) => one <= value);
}

function leading(sorted: Float64Array, isBefore: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
