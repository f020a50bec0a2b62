import type { Interval } from '../../statistics/interval/interval.ts';
import { differenceBounds, differenceP, ratioBounds } from './compareEstimates.ts';
import type { ComparisonFamily } from './comparisonFamily.ts';
import type { Estimate } from './estimate.ts';

/** A group that takes part in a comparison. */
export interface Compared {
  readonly name: string;
  /** Its place among all groups of the grouping. */
  readonly at: number;
  readonly estimate: Estimate;
}

/** One measure's largest difference or smallest ratio, with its tests in the family. */
export interface DisparityFound {
  readonly value: number;
  /** Null where none is known. */
  readonly interval: Interval | null;
  /** The lower and the higher one. */
  readonly groups: readonly [string, string];
  readonly values: readonly [number, number];
  /** Of these two. */
  readonly test: number | undefined;
  /** Of all comparisons behind it. */
  readonly tests: readonly number[];
}

/**
 * How sure each end of an interval is. Beyond the worse end (the high one of a difference, the low one of a ratio) the disparity
 * only lies if the interval of the truly worst pair misses it: no other pair matters. The better end is broken by any pair that
 * happens to lie far apart: it is divided among all pairs (Bonferroni).
 */
export interface EndLevels {
  readonly worse: number;
  readonly better: number;
}

/**
 * Largest minus smallest, or smallest over largest, of at least two groups. The interval is one for the disparity of the groups
 * there are, not for the two that happen to lie apart most in this sample.
 */
export function disparityBetween(form: 'difference' | 'ratio', groups: readonly Compared[], levels: EndLevels, family: ComparisonFamily, key: string): DisparityFound | undefined {
  if (groups.length < 2) return undefined;
  const [lower, higher] = extremes(groups);
  const tests: number[] = [];
  let named: number | undefined;
  for (const [at, left] of groups.entries()) {
    for (const right of groups.slice(at + 1)) {
      const test = family.test(`${key}|${left.at}|${right.at}`, () => differenceP(left.estimate, right.estimate));
      if (test === undefined) continue;
      tests.push(test);
      if ((left === lower && right === higher) || (left === higher && right === lower)) named = test;
    }
  }
  const [low, high] = [lower.estimate.value, higher.estimate.value];
  const value = form === 'difference' ? high - low : low / high;
  if (Number.isNaN(value) || (form === 'ratio' && low < 0)) return undefined;
  const pairs = (groups.length * (groups.length - 1)) / 2;
  const ends = { worse: levels.worse, better: 1 - (1 - levels.better) / pairs };
  const interval = form === 'difference' ? differenceInterval(groups, ends) : ratioInterval(groups, ends);
  return { value, interval, groups: [lower.name, higher.name], values: [low, high], test: named, tests };
}

/** The first of the smallest and the last of the largest, so that equal ones are two. */
function extremes(groups: readonly Compared[]): [Compared, Compared] {
  let [lower, higher] = [groups[0]!, groups[0]!];
  for (const one of groups) {
    if (one.estimate.value < lower.estimate.value) lower = one;
    if (one.estimate.value >= higher.estimate.value) higher = one;
  }
  return [lower, higher];
}

function differenceInterval(groups: readonly Compared[], { worse, better }: EndLevels): Interval | null {
  const wide = groups.map(({ estimate }) => estimate.bounds(better));
  const narrow = groups.map(({ estimate }) => estimate.bounds(worse));
  let [low, high] = [0, 0];
  groups.forEach((left, i) => {
    groups.forEach((right, j) => {
      if (i === j) return;
      low = Math.max(low, differenceBounds(left.estimate, wide[i]!, right.estimate, wide[j]!).low);
      high = Math.max(high, differenceBounds(left.estimate, narrow[i]!, right.estimate, narrow[j]!).high);
    });
  });
  return Number.isFinite(high) ? { low, high } : null;
}

function ratioInterval(groups: readonly Compared[], { worse, better }: EndLevels): Interval {
  let [low, high] = [1, 1];
  groups.forEach((left, i) => {
    groups.forEach((right, j) => {
      if (i === j) return;
      low = Math.min(low, ratioBounds(left.estimate, right.estimate, worse)?.low ?? 1);
      high = Math.min(high, ratioBounds(left.estimate, right.estimate, better)?.high ?? 1);
    });
  });
  return { low, high };
}
