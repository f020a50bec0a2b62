import type { Interval } from '../../statistics/interval/interval.ts';
import { normalQuantile } from '../../statistics/special/normalQuantile.ts';
import { moments } from '../../statistics/summary/moments.ts';
import { meanAbsoluteError } from '../../validation/metrics/meanAbsoluteError.ts';
import { meanAbsolutePercentageError } from '../../validation/metrics/meanAbsolutePercentageError.ts';
import { rootMeanSquaredError } from '../../validation/metrics/rootMeanSquaredError.ts';
import { rSquared } from '../../validation/metrics/rSquared.ts';
import type { RegressionColumns } from './columns.ts';
import { unknown, type RealisedMetric } from './realisedBinary.ts';

export const regressionMetrics = ['mae', 'rmse', 'mape', 'r2'] as const;
export type RegressionMetric = (typeof regressionMetrics)[number];

/** Realised metrics of a model that says numbers. Bands of MAE and RMSE by the normal law of a mean, from two rows on. */
export function realisedRegression({ truth, predicted }: RegressionColumns): Readonly<Record<RegressionMetric, RealisedMetric>> {
  const has = (_: number, row: number) => Number.isFinite(truth[row]!) && Number.isFinite(predicted[row]!);
  const [is, said] = [truth.filter(has), predicted.filter(has)];
  const rows = is.length;
  if (rows === 0) return { mae: unknown(0), rmse: unknown(0), mape: unknown(0), r2: unknown(0) };
  const off = is.map((value, row) => Math.abs(value - said[row]!));
  const squared = meanBand(off.map((value) => value * value));
  return {
    mae: { value: meanAbsoluteError(is, said), rows, ...withMethod(meanBand(off)) },
    rmse: { value: rootMeanSquaredError(is, said), rows, ...withMethod(squared && { low: Math.sqrt(squared.low), high: Math.sqrt(squared.high) }) },
    mape: { ...unknown(rows), value: meanAbsolutePercentageError(is, said) },
    r2: { ...unknown(rows), value: rSquared(is, said) },
  };
}

/** 95 % interval of the mean of values ≥ 0. */
function meanBand(values: Float64Array): Interval | null {
  const { count, mean, variance } = moments(values);
  if (count < 2) return null;
  const reach = -normalQuantile(0.025) * Math.sqrt(variance / (count - 1));
  return { low: Math.max(0, mean - reach), high: mean + reach };
}

function withMethod(band: Interval | null): Pick<RealisedMetric, 'band' | 'bandMethod'> {
  return { band, bandMethod: band === null ? null : 'normal' };
}
