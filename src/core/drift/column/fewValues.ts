/** Up to this many distinct values of both sides together a number is tested value by value. */
export const mostFew = 10;

export interface ValueCounts {
  /** Ascending. */
  readonly values: readonly number[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/**
 * The counts of each value of two ascending samples, or undefined where there are too many values for a test value by value:
 * above `mostFew`, or fewer than five of each on average. Which it is depends on both sides together only, so that the choice
 * of the test cannot favour a result.
 */
export function fewValues(reference: Float64Array, current: Float64Array): ValueCounts | undefined {
  const values: number[] = [];
  const counts: [number[], number[]] = [[], []];
  let i = 0;
  let j = 0;
  while (i < reference.length || j < current.length) {
    if (values.length === mostFew) return undefined;
    const value = Math.min(reference[i] ?? Number.POSITIVE_INFINITY, current[j] ?? Number.POSITIVE_INFINITY);
    const [fromI, fromJ] = [i, j];
    while (reference[i] === value) i += 1;
    while (current[j] === value) j += 1;
    values.push(value);
    counts[0].push(i - fromI);
    counts[1].push(j - fromJ);
  }
  if (values.length > 2 && values.length * 5 > reference.length + current.length) return undefined;
  return { values, reference: counts[0], current: counts[1] };
}
