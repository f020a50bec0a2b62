/** What the largest |z| of a whole search is where there is nothing to find. */
export interface MaximumLaw {
  /** Permutations that were made. */
  readonly permutations: number;
  /** The p of one slice, the whole search accounted for. */
  adjusted(z: number): number;
}

/**
 * The law of the largest |z| over all slices by permutation. Ends early where so many maxima reach the largest observed one
 * that not even that can be significant at `alpha` (Besag and Clifford 1991: exceedances over permutations is then a p); the
 * others' p is as it stands. `progress` may throw to end the search.
 */
export function maximumLaw(
  observed: Float64Array,
  redraw: () => Float64Array,
  { permutations, alpha, progress }: { readonly permutations: number; readonly alpha: number; readonly progress?: ((done: number) => void) | undefined },
): MaximumLaw {
  const largest = largestOf(observed);
  const enough = Math.floor(alpha * (permutations + 1)) + 1;
  const maxima: number[] = [];
  let reached = 0;
  while (maxima.length < permutations && reached < enough) {
    const maximum = largestOf(redraw());
    maxima.push(maximum);
    if (isAsLarge(maximum, largest)) reached += 1;
    progress?.(maxima.length);
  }
  const isWhole = maxima.length === permutations;
  return {
    permutations: maxima.length,
    adjusted: (z) => {
      const size = Math.abs(z);
      const found = maxima.reduce((count, maximum) => count + (isAsLarge(maximum, size) ? 1 : 0), 0);
      return Math.min(1, isWhole ? (found + 1) / (permutations + 1) : found / maxima.length);
    },
  };
}

/** The largest |z|; NaN is a slice that is not looked at. −1 where there is none. */
function largestOf(scores: Float64Array): number {
  let largest = -1;
  for (const score of scores) {
    const size = Math.abs(score);
    if (size > largest) largest = size;
  }
  return largest;
}

/** Sums in another order differ in their last digits: what is equal but for these is a tie. */
function isAsLarge(maximum: number, size: number): boolean {
  return maximum >= size * (1 - 1e-10);
}
