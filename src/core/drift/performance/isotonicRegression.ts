import { fail } from '../../base/fault.ts';

/** A monotone line through points: straight between neighbours, level outside. */
export interface IsotonicLine {
  /** Ascending and different. */
  readonly at: Float64Array;
  /** As many as `at`, each at least (falling: at most) the one before. */
  readonly levels: Float64Array;
}

export interface IsotonicOptions {
  /** Of each point, ≥ 0; points of weight 0 are left out. Default 1 each. */
  readonly weights?: Float64Array;
  /** Default true. */
  readonly rising?: boolean;
}

/** Values nearer than this are one, as in scikit-learn. */
const resolution = 1e-15;

/**
 * The rising line nearest to the points by squares, by pooling neighbours that violate the order (Ayer and others 1955); points
 * of equal x are one, their weighted mean. O(n log n). Throws `invalid` for no points of any weight, columns of different
 * lengths or values that are not finite.
 */
export function isotonicRegression(x: Float64Array, y: Float64Array, { weights, rising = true }: IsotonicOptions = {}): IsotonicLine {
  const points = distinctPoints(x, y, weights);
  const levels = rising ? pooled(points.values, points.weights) : pooled(points.values.toReversed(), points.weights.toReversed()).toReversed();
  // The inner points of a level stretch say nothing.
  const isKept = (place: number) => place === 0 || place === levels.length - 1 || levels[place] !== levels[place - 1] || levels[place] !== levels[place + 1];
  return { at: Float64Array.from(points.at.filter((_, place) => isKept(place))), levels: Float64Array.from(levels.filter((_, place) => isKept(place))) };
}

/** The line's value at x: linear between the points, the first or last level outside. */
export function isotonicValue({ at, levels }: IsotonicLine, x: number): number {
  let [low, high] = [0, at.length - 1];
  if (x <= at[low]!) return levels[low]!;
  if (x >= at[high]!) return levels[high]!;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (at[middle]! <= x) low = middle;
    else high = middle;
  }
  if (x === at[low]) return levels[low]!;
  return ((levels[high]! - levels[low]!) / (at[high]! - at[low]!)) * (x - at[low]!) + levels[low]!;
}

interface Points {
  readonly at: number[];
  readonly values: number[];
  readonly weights: number[];
}

function distinctPoints(x: Float64Array, y: Float64Array, weights: Float64Array | undefined): Points {
  const weightOf = (place: number) => weights?.[place] ?? 1;
  if (x.length !== y.length || (weights !== undefined && weights.length !== x.length)) throw fail('invalid', 'The columns of the points differ in length.');
  const isFinite = (place: number) => Number.isFinite(x[place]!) && Number.isFinite(y[place]!) && weightOf(place) >= 0 && weightOf(place) < Number.POSITIVE_INFINITY;
  for (let place = 0; place < x.length; place += 1) {
    if (!isFinite(place)) throw fail('invalid', `Point ${place} has a value that is missing or not finite, or a weight below 0.`);
  }
  const order = Uint32Array.from(x.keys())
    .filter((place) => weightOf(place) > 0)
    .sort((one, other) => x[one]! - x[other]! || y[one]! - y[other]!);
  if (order.length === 0) throw fail('invalid', 'There are no points of any weight.', { hint: 'A line needs at least one point.' });
  const points: Points = { at: [], values: [], weights: [] };
  let [at, sum, weight] = [x[order[0]!]!, 0, 0];
  const close = () => {
    points.at.push(at);
    points.values.push(sum / weight);
    points.weights.push(weight);
  };
  for (const place of order) {
    if (x[place]! - at >= resolution) {
      close();
      [at, sum, weight] = [x[place]!, 0, 0];
    }
    sum += y[place]! * weightOf(place);
    weight += weightOf(place);
  }
  close();
  return points;
}

/** The rising values nearest to these. */
function pooled(values: readonly number[], weights: readonly number[]): number[] {
  const blocks: Array<{ sum: number; weight: number; level: number; length: number }> = [];
  for (const [place, value] of values.entries()) {
    const weight = weights[place]!;
    let block = { sum: value * weight, weight, level: value, length: 1 };
    for (let before = blocks.at(-1); before !== undefined && before.level >= block.level; before = blocks.at(-1)) {
      blocks.pop();
      const [sum, both] = [before.sum + block.sum, before.weight + block.weight];
      block = { sum, weight: both, level: sum / both, length: before.length + block.length };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ level, length }) => Array.from({ length }, () => level));
}
