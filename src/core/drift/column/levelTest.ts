import { chiSquareTest } from '../../statistics/tests/chiSquareTest.ts';
import { mergeRareLevels } from '../../statistics/tests/mergeRareLevels.ts';
import { shareTest } from '../../statistics/tests/shareTest.ts';
import { total } from './total.ts';

export interface LevelTest {
  /** `chi-square`, `Fisher`; what was merged, in words. */
  readonly method: string;
  readonly statistic: number;
  readonly p: number;
  /** The table that was tested. */
  readonly reference: readonly number[];
  readonly current: readonly number[];
  /** For each given level its place in that table; null for a level that neither side has. */
  readonly places: ReadonlyArray<number | null>;
  /** Every level is too rare for any test, as those of an identifier are: p is 1 whatever was drawn. */
  readonly isHopeless: boolean;
}

/**
 * Whether two rows of counts over the same levels come from one law: chi-square on both rows as samples, levels whose pooled
 * expected count is below 5 merged; Fisher where two levels are left with an expected count below 5. What is merged depends
 * on the pooled counts only. Both rows need a value.
 */
export function levelTest(reference: readonly number[], current: readonly number[]): LevelTest {
  const present = reference.flatMap((count, level) => (count + current[level]! > 0 ? [level] : []));
  if (present.length === 1) return { method: 'one level only: nothing to test', ...rowsBy(reference, current, (level) => (level === present[0] ? 0 : null), 1), statistic: 0, p: 1, isHopeless: false };
  if (present.length === 2) return twoLevels(reference, current, (level) => (level === present[0] ? 0 : level === present[1] ? 1 : null), '');
  const merged = mergeRareLevels(reference, current);
  const rare = merged.rest === null ? 0 : merged.places.filter((place) => place === merged.rest).length;
  if (merged.reference.length >= 2) {
    const { statistic, p } = chiSquareTest(merged.reference, merged.current);
    const words = rare === 0 ? '' : `, ${rare} rare levels merged`;
    return { method: `chi-square on ${merged.reference.length} levels${words}`, statistic, p, reference: merged.reference, current: merged.current, places: merged.places, isHopeless: false };
  }
  // Too few values for any level but one: that one against all others.
  const commonest = present.reduce((most, level) => (reference[level]! + current[level]! > reference[most]! + current[most]! ? level : most), present[0]!);
  const isPresent = new Set(present);
  const smallerShare = Math.min(total(reference), total(current)) / (total(reference) + total(current));
  if ((reference[commonest]! + current[commonest]!) * smallerShare < 5) {
    return { method: 'every level is rare: nothing to test', ...rowsBy(reference, current, (level) => (isPresent.has(level) ? 0 : null), 1), statistic: 0, p: 1, isHopeless: true };
  }
  return twoLevels(reference, current, (level) => (level === commonest ? 0 : isPresent.has(level) ? 1 : null), ', the commonest level against all others');
}

function twoLevels(reference: readonly number[], current: readonly number[], placeOf: (level: number) => number | null, words: string): LevelTest {
  const rows = rowsBy(reference, current, placeOf, 2);
  const of = (row: readonly number[]) => ({ hits: row[0]!, of: row[0]! + row[1]! });
  const { method, p } = shareTest(of(rows.reference), of(rows.current));
  const name = method === 'fisher' ? 'Fisher’s exact test on 2 levels' : 'chi-square on 2 levels';
  return { method: `${name}${words}`, ...rows, statistic: chiSquareTest(rows.reference, rows.current).statistic, p, isHopeless: false };
}

function rowsBy(reference: readonly number[], current: readonly number[], placeOf: (level: number) => number | null, levels: number): Pick<LevelTest, 'reference' | 'current' | 'places'> {
  const places = reference.map((_, level) => placeOf(level));
  const row = (counts: readonly number[]) => {
    const sums = Array.from({ length: levels }, () => 0);
    places.forEach((place, level) => {
      if (place !== null) sums[place] = sums[place]! + counts[level]!;
    });
    return sums;
  };
  return { places, reference: row(reference), current: row(current) };
}
