/** Two rows of counts after rare levels were put together. */
export interface MergedLevels {
  readonly reference: readonly number[];
  readonly current: readonly number[];
  /** For each given level the place of its counts in the rows above; null for a level that neither row has. */
  readonly places: ReadonlyArray<number | null>;
  /** The place that holds several levels; null where none was merged. */
  readonly rest: number | null;
}

/**
 * Puts the levels of a 2 × k table whose expected count is below `least` in one of the rows into one last level, together
 * with the next rarest one where that is still too few: below 5 the chi-square law of a statistic does not hold. Which
 * levels are merged depends on the pooled counts alone, so the test stays valid. Rows of equal length.
 */
export function mergeRareLevels(reference: ArrayLike<number>, current: ArrayLike<number>, least = 5): MergedLevels {
  const pooled = Array.from(reference, (count, level) => count + (current[level] ?? 0));
  const present = pooled.flatMap((count, level) => (count > 0 ? [level] : []));
  const total = (row: ArrayLike<number>) => present.reduce((sum, level) => sum + (row[level] ?? 0), 0);
  const smallerShare = Math.min(total(reference), total(current)) / present.reduce((sum, level) => sum + pooled[level]!, 0);
  // Rarest first; equal ones in their order.
  const byCount = [...present].sort((left, right) => pooled[left]! - pooled[right]! || left - right);
  const merged = new Set<number>();
  let inRest = 0;
  for (const level of byCount) {
    const isRare = pooled[level]! * smallerShare < least;
    const isRestSmall = merged.size > 0 && inRest * smallerShare < least;
    if (!isRare && !isRestSmall) break;
    merged.add(level);
    inRest += pooled[level]!;
  }
  // One level alone would be no merging.
  if (merged.size === 1) merged.clear();
  const kept = present.filter((level) => !merged.has(level));
  const rest = merged.size === 0 ? null : kept.length;
  const placeOf = new Map(kept.map((level, place) => [level, place]));
  const places = pooled.map((_, level) => (merged.has(level) ? rest : (placeOf.get(level) ?? null)));
  const row = (counts: ArrayLike<number>) => {
    const sums = Array.from({ length: kept.length + (rest === null ? 0 : 1) }, () => 0);
    places.forEach((place, level) => {
      if (place !== null) sums[place] = sums[place]! + (counts[level] ?? 0);
    });
    return sums;
  };
  return { reference: row(reference), current: row(current), places, rest };
}
