/** What a statistic is where there is nothing to find, by permutation. */
export interface PermutationLaw {
  /** Permutations that were made. */
  readonly permutations: number;
  /** The chance of a statistic at least this large: (1 + as large) / (1 + permutations), never 0. */
  p(statistic: number): number;
}

/**
 * Draws a statistic under permutations, `permutations` times, or until so many draws reach the observed one that it cannot
 * be significant at `alpha` any more: draws as large over draws is then a p (Besag and Clifford 1991). Where the statistic is
 * the largest of many, `p` of each of them accounts for all. `progress` may throw to end it.
 */
export function permutationLaw(
  observed: number,
  redraw: () => number,
  { permutations, alpha, progress }: { readonly permutations: number; readonly alpha: number; readonly progress?: ((done: number) => void) | undefined },
): PermutationLaw {
  const enough = Math.floor(alpha * (permutations + 1)) + 1;
  const draws: number[] = [];
  let reached = 0;
  while (draws.length < permutations && reached < enough) {
    const drawn = redraw();
    draws.push(drawn);
    if (isAsLarge(drawn, observed)) reached += 1;
    progress?.(draws.length);
  }
  const isWhole = draws.length === permutations;
  return {
    permutations: draws.length,
    p: (statistic) => {
      const found = draws.reduce((count, drawn) => count + Number(isAsLarge(drawn, statistic)), 0);
      return isWhole ? (found + 1) / (permutations + 1) : found / draws.length;
    },
  };
}

/** Sums in another order differ in their last digits: what is equal but for these is a tie. */
function isAsLarge(drawn: number, statistic: number): boolean {
  return drawn >= statistic - 1e-10 * Math.abs(statistic);
}
