import type { CurvePoints } from '../../../src/protocol/compare.ts';

export type XAxis = 'step' | 'time' | 'relative';

/** One curve ready to draw: x ascending, NaN kept as a gap. */
export interface Line {
  readonly run: string;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Smoothed y; the same array as `y` without smoothing. */
  readonly smooth: Float64Array;
}

/**
 * Exponential moving average with the bias of the first points taken out, so that a smoothed curve starts at its first
 * value. `weight` from 0 (none) to below 1. A gap (NaN) stays a gap and does not move the average.
 */
export function smoothed(values: Float64Array, weight: number): Float64Array {
  if (weight <= 0) return values;
  const result = new Float64Array(values.length);
  let average = 0;
  let mass = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? NaN;
    if (!Number.isFinite(value)) {
      result[index] = value;
      continue;
    }
    average = average * weight + (1 - weight) * value;
    mass = mass * weight + (1 - weight);
    result[index] = average / mass;
  }
  return result;
}

/** Seconds for time axes, step numbers otherwise. Undefined where the source keeps no times. */
export function xValues(points: CurvePoints, axis: XAxis): Float64Array | undefined {
  if (axis === 'step') return points.steps;
  const first = points.times.find((time) => Number.isFinite(time));
  if (first === undefined) return undefined;
  const origin = axis === 'relative' ? first : 0;
  return points.times.map((time) => (time - origin) / 1000);
}

export function lineOf(points: CurvePoints, axis: XAxis, weight: number): Line | undefined {
  const raw = xValues(points, axis);
  if (!raw || raw.length === 0) return undefined;
  const order = ascending(raw);
  const x = order ? pick(raw, order) : raw;
  const y = order ? pick(points.values, order) : points.values;
  return { run: points.run, x, y, smooth: smoothed(y, weight) };
}

/** Places in ascending order of x, without the points that have no x; undefined when they already are. */
function ascending(x: Float64Array): Uint32Array | undefined {
  let isSorted = true;
  let known = 0;
  for (let index = 0; index < x.length; index++) {
    const value = x[index] ?? NaN;
    if (Number.isFinite(value)) known++;
    if (!Number.isFinite(value) || (index > 0 && value < (x[index - 1] ?? NaN))) isSorted = false;
  }
  if (isSorted) return undefined;
  const order = new Uint32Array(known);
  let next = 0;
  for (let index = 0; index < x.length; index++) if (Number.isFinite(x[index])) order[next++] = index;
  return order.sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0) || a - b);
}

function pick(values: Float64Array, order: Uint32Array): Float64Array {
  return Float64Array.from(order, (index) => values[index] ?? NaN);
}

/** uPlot's own form: x, then one column a line. undefined = no point here (the line goes on), null = a real gap. */
export type Columns = [x: number[], ...ys: Array<Array<number | null | undefined>>];

/** Several lines over one shared x. */
export function aligned(lines: readonly Line[], pickY: (line: Line) => Float64Array): Columns {
  const all = new Set<number>();
  for (const line of lines) for (const x of line.x) all.add(x);
  const xs = Float64Array.from(all).sort();
  const at = new Map<number, number>();
  xs.forEach((x, index) => at.set(x, index));
  const columns = lines.map((line) => {
    const column = new Array<number | null | undefined>(xs.length).fill(undefined);
    const ys = pickY(line);
    line.x.forEach((x, index) => {
      const y = ys[index] ?? NaN;
      column[at.get(x) ?? 0] = Number.isFinite(y) ? y : null;
    });
    return column;
  });
  return [[...xs], ...columns];
}

/** On a log axis a value that is not above 0 cannot be shown. */
export function loggable(columns: Columns): {
  columns: Columns;
  dropped: number;
} {
  let dropped = 0;
  const [x, ...ys] = columns;
  const kept = ys.map((column) =>
    column.map((value) => {
      if (typeof value !== 'number' || value > 0) return value;
      dropped++;
      return null;
    }),
  );
  return { columns: [x, ...kept], dropped };
}
