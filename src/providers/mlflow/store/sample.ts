import type { SeriesOptions } from '../../../core/capability/experimentSource.ts';
import type { Series } from '../../../core/model/run.ts';

export interface Point {
  readonly step: number;
  readonly value: number | string;
  readonly timestampMs: number;
}

/** Points in plotting order, cut to the asked steps and thinned evenly to `maxPoints`; first and last always stay. */
export function seriesOf(key: string, all: readonly Point[], options: SeriesOptions): Series {
  const from = options.fromStep ?? -Infinity;
  const to = options.toStep ?? Infinity;
  const points = all
    .filter((point) => point.step >= from && point.step <= to)
    .sort((a, b) => a.step - b.step || a.timestampMs - b.timestampMs);
  const kept = thinned(points, options.maxPoints);
  return {
    key,
    steps: kept.map((point) => point.step),
    values: kept.map((point) => point.value),
    timestamps: kept.map((point) => point.timestampMs),
    ...(kept.length < points.length ? { sampled: true } : {}),
  };
}

export function thinned<T>(points: readonly T[], maxPoints: number | undefined): readonly T[] {
  const most = maxPoints === undefined ? points.length : Math.max(2, maxPoints);
  if (points.length <= most) return points;
  const kept: T[] = [];
  for (let index = 0; index < most; index++) {
    const point = points[Math.round((index * (points.length - 1)) / (most - 1))];
    if (point !== undefined) kept.push(point);
  }
  return kept;
}
