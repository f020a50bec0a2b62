import type { Interval } from '../../statistics/interval/interval.ts';
import { normalQuantile } from '../../statistics/special/normalQuantile.ts';
import { studentTail } from '../../statistics/special/studentTail.ts';
import { shareTest } from '../../statistics/tests/shareTest.ts';
import type { Estimate } from './estimate.ts';
import { studentFromNormal } from './studentFromNormal.ts';

/**
 * An interval for `left` − `right` from the intervals of both at one level (Zou and Donner 2008, MOVER): of two shares with
 * Wilson's intervals it is Newcombe's (1998, method 10). Estimates of different rows.
 */
export function differenceBounds(left: Estimate, leftBounds: Interval, right: Estimate, rightBounds: Interval): Interval {
  const difference = left.value - right.value;
  return {
    low: difference - Math.hypot(left.value - leftBounds.low, rightBounds.high - right.value),
    high: difference + Math.hypot(leftBounds.high - left.value, right.value - rightBounds.low),
  };
}

/**
 * An interval for `left` / `right` ≥ 0 by the log method (of two shares: Katz and others 1978). A share of 0 gets half a hit
 * more on both sides for its finite end, as the log is not defined there; two shares of 1, whose error would be 0, get the
 * quotients of their Wilson intervals. Undefined for 0 / 0.
 */
export function ratioBounds(left: Estimate, right: Estimate, level: number): Interval | undefined {
  if (left.value === 0 && right.value === 0) return undefined;
  const z = -normalQuantile((1 - level) / 2);
  if (left.hits === null || right.hits === null) {
    // Without any spread or against 0 the log says nothing.
    if (left.value === 0 || right.value === 0) return { low: 0, high: Infinity };
    const squares = (left.error / left.value) ** 2 + (right.error / right.value) ** 2;
    const reach = studentFromNormal(z, welchDegrees(left.error / left.value, left.degrees, right.error / right.value, right.degrees)) * Math.sqrt(squares);
    return around(left.value / right.value, Number.isNaN(reach) ? Infinity : reach);
  }
  if (left.hits === left.of && right.hits === right.of) return { low: left.bounds(level).low, high: 1 / right.bounds(level).low };
  const extra = left.hits === 0 || right.hits === 0 ? 0.5 : 0;
  const [a, n, c, m] = [left.hits + extra, left.of + extra, right.hits + extra, right.of + extra];
  const found = around(a / n / (c / m), z * Math.sqrt(Math.max(0, 1 / a - 1 / n + 1 / c - 1 / m)));
  return { low: left.hits === 0 ? 0 : found.low, high: right.hits === 0 ? Infinity : found.high };
}

function around(ratio: number, reach: number): Interval {
  return { low: ratio * Math.exp(-reach), high: ratio * Math.exp(reach) };
}

/**
 * Whether two estimates of different rows come from one law, two-sided. Shares: chi-square, or Fisher where an expected count
 * is below 5; everything else: Welch's t. NaN where one row says nothing of the spread.
 */
export function differenceP(left: Estimate, right: Estimate): number {
  if (left.hits !== null && right.hits !== null) return shareTest({ hits: left.hits, of: left.of }, { hits: right.hits, of: right.of }).p;
  const difference = left.value - right.value;
  const error = Math.hypot(left.error, right.error);
  if (Number.isNaN(error)) return Number.NaN;
  if (error === 0) return difference === 0 ? 1 : 0;
  return 2 * studentTail(Math.abs(difference / error), welchDegrees(left.error, left.degrees, right.error, right.degrees));
}

function welchDegrees(leftError: number, leftDegrees: number, rightError: number, rightDegrees: number): number {
  const [left, right] = [leftError * leftError, rightError * rightError];
  const whole = left + right;
  if (whole === 0) return leftDegrees + rightDegrees;
  // By parts of the whole, so that squares of tiny errors do not vanish.
  return 1 / ((left / whole) ** 2 / leftDegrees + (right / whole) ** 2 / rightDegrees);
}
