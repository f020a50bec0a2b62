import type { Interval } from '../../statistics/interval/interval.ts';
import { differenceBounds, differenceP, ratioBounds } from './compareEstimates.ts';
import type { ComparisonFamily } from './comparisonFamily.ts';
import type { Compared, DisparityFound, EndLevels } from './disparityBetween.ts';
import type { Estimate } from './estimate.ts';
import type { GroupMeasure } from './groupMeasure.ts';

/**
 * The largest distance of a group from all rows, or the smallest ratio to them (turned so that it is at most 1). All rows hold
 * the group: the difference from them is the difference from the rest times the rest's part of the rows, and so are its
 * interval and test. The ends are as sure as between groups.
 */
export function disparityToOverall(
  form: 'difference' | 'ratio',
  groups: readonly Compared[],
  { whole, rests }: GroupMeasure,
  levels: EndLevels,
  family: ComparisonFamily,
  key: string,
): DisparityFound | undefined {
  if (whole === undefined || groups.length < 2) return undefined;
  const distances = groups.map(({ estimate }) => (form === 'difference' ? -Math.abs(estimate.value - whole.value) : belowOne(estimate.value / whole.value)));
  if (distances.some(Number.isNaN) || (form === 'ratio' && [whole, ...groups.map(({ estimate }) => estimate)].some(({ value }) => value < 0))) return undefined;
  const worst = distances.indexOf(Math.min(...distances));
  const one = groups[worst]!;
  const tests = groups.map(({ at, estimate }) => {
    const rest = rests?.[at];
    return rest === undefined ? undefined : family.test(restKey(key, at, rests!), () => differenceP(estimate, rest));
  });
  const isLower = one.estimate.value <= whole.value;
  const pair = (low: string, high: string): [string, string] => (isLower ? [low, high] : [high, low]);
  return {
    value: form === 'difference' ? -distances[worst]! : distances[worst]!,
    // Of two groups one comparison tells both differences.
    interval: rests === null ? null : intervalOf(form, groups, rests, { ...levels, better: 1 - (1 - levels.better) / (rests.length === 2 ? 1 : groups.length) }),
    groups: pair(one.name, 'overall'),
    values: isLower ? [one.estimate.value, whole.value] : [whole.value, one.estimate.value],
    test: tests[worst],
    tests: [...new Set(tests.filter((test) => test !== undefined))],
  };
}

function belowOne(ratio: number): number {
  return ratio > 1 ? 1 / ratio : ratio;
}

/** Of two groups the rest of one is the other: the test of the pair. */
function restKey(key: string, at: number, rests: ReadonlyArray<Estimate | undefined>): string {
  return rests.length === 2 ? `${key}|0|1` : `${key}|${at}|rest`;
}

function intervalOf(form: 'difference' | 'ratio', groups: readonly Compared[], rests: ReadonlyArray<Estimate | undefined>, { worse, better }: EndLevels): Interval | null {
  let [low, high] = form === 'difference' ? [0, 0] : [1, 1];
  for (const { at, estimate } of groups) {
    const rest = rests[at];
    // Nothing outside the group: it is all rows.
    if (rest === undefined) continue;
    if (form === 'difference') {
      const [wide, narrow] = [differenceFromAll(estimate, rest, better), differenceFromAll(estimate, rest, worse)];
      low = Math.max(low, wide.low, -wide.high);
      high = Math.max(high, narrow.high, -narrow.low);
    } else {
      const [wide, narrow] = [ratioToAll(estimate, rest, better), ratioToAll(estimate, rest, worse)];
      low = Math.min(low, narrow.low, 1 / narrow.high);
      high = Math.min(high, wide.high, 1 / wide.low);
    }
  }
  return Number.isFinite(high) ? { low, high } : null;
}

function differenceFromAll(estimate: Estimate, rest: Estimate, level: number): Interval {
  const { low, high } = differenceBounds(estimate, estimate.bounds(level), rest, rest.bounds(level));
  const part = rest.of / (estimate.of + rest.of);
  return { low: part * low, high: part * high };
}

/** All rows over the group = 1 − part + part · (rest over the group). [1, 1] where both are 0. */
function ratioToAll(estimate: Estimate, rest: Estimate, level: number): Interval {
  const part = rest.of / (estimate.of + rest.of);
  const { low, high } = ratioBounds(rest, estimate, level) ?? { low: 1, high: 1 };
  return { low: 1 / (1 - part + part * high), high: 1 / (1 - part + part * low) };
}
