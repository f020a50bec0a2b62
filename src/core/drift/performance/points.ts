import type { EstimatedPerformance, PerformanceMetric, RealisedPerformance } from '../../model/performance.ts';
import type { Interval } from '../../statistics/interval/interval.ts';
import type { EstimatedMetric } from './estimatedBinary.ts';
import type { RealisedMetric } from './realisedBinary.ts';
import { alertOf, type Bounds } from './thresholds.ts';

export interface MetricBounds extends Bounds {
  readonly name: string;
  readonly better: PerformanceMetric['better'];
}

export function estimatedPoint({ value, samplingError, band }: EstimatedMetric, bounds: Bounds): EstimatedPerformance {
  return { kind: 'estimated', value: numberOf(value), samplingError: numberOf(samplingError), ...judged(value, band, bounds) };
}

export function realisedPoint({ value, rows, band, bandMethod }: RealisedMetric, bounds: Bounds): RealisedPerformance {
  return { kind: 'realised', value: numberOf(value), rows, bandMethod, ...judged(value, band, bounds) };
}

function judged(value: number, band: Interval | null, bounds: Bounds): Pick<RealisedPerformance, 'band' | 'alert' | 'certain'> {
  const alert = alertOf(value, bounds);
  const isCertain = band !== null && ((alert === 'low' && band.high < bounds.low!) || (alert === 'high' && band.low > bounds.high!));
  return { band: band && [band.low, band.high], alert, certain: isCertain };
}

/** JSON has no NaN and no infinity. */
export function numberOf(value: number | null): number | null {
  return Number.isFinite(value) ? value : null;
}

export function isoOf(time: number | null): string | null {
  return time === null || !(Math.abs(time) <= 8.64e15) ? null : new Date(time).toISOString();
}
