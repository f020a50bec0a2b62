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
 * Largest minus smallest, or smallest over largest, of at least two groups. The interval covers the disparity of the groups
 * there are, not only of the two that happen to lie apart most: every pair's interval is made at a level that lets all hold
 * at once (Bonferroni), and the largest of the ends is taken (of a ratio the smallest).
 */
export function disparityBetween(form: 'difference' | 'ratio', groups: readonly Compared[], level: number, family: ComparisonFamily, key: string): DisparityFound | undefined {
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
  const pairLevel = 1 - (1 - level) / pairs;
  const interval = form === 'difference' ? differenceInterval(groups, pairLevel) : ratioInterval(groups, pairLevel);
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

function differenceInterval(groups: readonly Compared[], level: number): Interval | null {
  const bounds = groups.map(({ estimate }) => estimate.bounds(level));
  let [low, high] = [0, 0];
  groups.forEach((left, i) => {
    groups.forEach((right, j) => {
      if (i === j) return;
      const pair = differenceBounds(left.estimate, bounds[i]!, right.estimate, bounds[j]!);
      low = Math.max(low, pair.low);
      high = Math.max(high, pair.high);
    });
  });
  return Number.isFinite(high) ? { low, high } : null;
}

function ratioInterval(groups: readonly Compared[], level: number): Interval {
  let [low, high] = [1, 1];
  groups.forEach((left, i) => {
    groups.forEach((right, j) => {
      const pair = i === j ? undefined : ratioBounds(left.estimate, right.estimate, level);
      if (pair === undefined) return;
      low = Math.min(low, pair.low);
      high = Math.min(high, pair.high);
    });
  });
  return { low, high };
}
