import type { LevelColumn } from '../../table/column.ts';

/** Both sides of a categorical column over the union of their levels, which are in order of first appearance. */
export interface LevelCounts {
  readonly levels: readonly string[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
  readonly missing: { readonly reference: number; readonly current: number };
  /** For each level code of a side its place in `levels`. */
  readonly placeOf: { readonly reference: readonly number[]; readonly current: readonly number[] };
}

export function levelCounts(reference: LevelColumn, current: LevelColumn): LevelCounts {
  const place = new Map<string, number>();
  const placesOf = (column: LevelColumn) =>
    column.levels.map((level) => {
      const known = place.get(level);
      if (known !== undefined) return known;
      place.set(level, place.size);
      return place.size - 1;
    });
  const placeOf = { reference: placesOf(reference), current: placesOf(current) };
  const counted = (column: LevelColumn, places: readonly number[]) => {
    const counts = Array.from({ length: place.size }, () => 0);
    let missing = 0;
    for (const code of column.codes) {
      if (code < 0) missing += 1;
      else counts[places[code]!] = counts[places[code]!]! + 1;
    }
    return { counts, missing };
  };
  const left = counted(reference, placeOf.reference);
  const right = counted(current, placeOf.current);
  return {
    levels: [...place.keys()],
    reference: left.counts,
    current: right.counts,
    missing: { reference: left.missing, current: right.missing },
    placeOf,
  };
}
