import type { DriftShape } from '../../model/drift.ts';
import { countBelow, countUpTo } from '../../statistics/sample/position.ts';
import { quantile } from '../../statistics/summary/quantile.ts';
import type { NumericPair } from './numericSide.ts';

const innerBins = 64;
const shares = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1];

/**
 * Bins of equal width over the middle 99 % of both sides, and one at each end for what lies beyond, so that an outlier does
 * not press everything else into one bin. A bin holds its lower edge; the last one its upper edge as well.
 */
export function numericShape({ reference, current, unit }: NumericPair): DriftShape | null {
  const [left, right] = [reference.sorted, current.sorted];
  if (left.length === 0 || right.length === 0) return null;
  const low = Math.min(quantile(left, 0.005), quantile(right, 0.005));
  const high = Math.max(quantile(left, 0.995), quantile(right, 0.995));
  const least = Math.min(left[0]!, right[0]!);
  const most = Math.max(left[left.length - 1]!, right[right.length - 1]!);
  const inner = Array.from({ length: innerBins + 1 }, (_, at) => low + (high - low) * (at / innerBins));
  const edges = [...new Set([least, ...inner, most])].sort((a, b) => a - b);
  if (edges.length === 1) edges.push(edges[0]!);
  const counts = (sorted: Float64Array) =>
    edges.slice(1).map((upper, bin) => {
      const isLast = bin === edges.length - 2;
      return (isLast ? countUpTo(sorted, upper) : countBelow(sorted, upper)) - countBelow(sorted, edges[bin]!);
    });
  const quantiles = (sorted: Float64Array) => shares.map((share) => scaled(quantile(sorted, share), unit));
  return {
    edges: edges.map((edge) => scaled(edge, unit)),
    reference: counts(left),
    current: counts(right),
    quantiles: { shares, reference: quantiles(left), current: quantiles(right) },
  };
}

function scaled(value: number, unit: number): number {
  return unit === 1 ? value : value * unit;
}

const mostLevels = 100;

/** The commonest levels of both sides together; one last entry holds what is left. */
export function levelShape(levels: readonly string[], reference: readonly number[], current: readonly number[]): DriftShape {
  const order = levels.map((_, level) => level).sort((a, b) => reference[b]! + current[b]! - reference[a]! - current[a]! || a - b);
  const shown = order.slice(0, order.length > mostLevels ? mostLevels - 1 : mostLevels);
  const rest = order.slice(shown.length);
  const row = (counts: readonly number[]) => [
    ...shown.map((level) => counts[level]!),
    ...(rest.length === 0 ? [] : [rest.reduce((sum, level) => sum + counts[level]!, 0)]),
  ];
  return {
    levels: [...shown.map((level) => levels[level]!), ...(rest.length === 0 ? [] : [`(${rest.length} more)`])],
    reference: row(reference),
    current: row(current),
  };
}
