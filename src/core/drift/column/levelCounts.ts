import type { LevelTotals } from '../../table/levelTotals.ts';

/** Both sides of a categorical column over the union of their levels, which are in order of first appearance. */
export interface LevelCounts {
  readonly levels: readonly string[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
  readonly missing: { readonly reference: number; readonly current: number };
  /** For each level code of a side its place in `levels`. */
  readonly placeOf: { readonly reference: readonly number[]; readonly current: readonly number[] };
}

export function levelCounts(reference: LevelTotals, current: LevelTotals): LevelCounts {
  const place = new Map<string, number>();
  const placesOf = ({ levels }: LevelTotals) =>
    levels.map((level) => {
      const known = place.get(level);
      if (known !== undefined) return known;
      place.set(level, place.size);
      return place.size - 1;
    });
  const placeOf = { reference: placesOf(reference), current: placesOf(current) };
  const counted = (side: LevelTotals, places: readonly number[]) => {
    const counts = Array.from({ length: place.size }, () => 0);
    places.forEach((at, level) => (counts[at] = counts[at]! + side.counts[level]!));
    return counts;
  };
  return {
    levels: [...place.keys()],
    reference: counted(reference, placeOf.reference),
    current: counted(current, placeOf.current),
    missing: { reference: reference.missing, current: current.missing },
    placeOf,
  };
}
