import { rootMeanSquaredErrorEstimate, rSquaredEstimate } from './errorEstimates.ts';
import type { Estimate } from './estimate.ts';
import type { GroupMeasure } from './groupMeasure.ts';
import type { Grouping } from './grouping.ts';
import { meanMeasure } from './meanMeasure.ts';
import { rowsByGroup } from './rowsByGroup.ts';
import type { NumberOutcome } from './outcome.ts';

/** Errors are prediction − truth: a mean error above 0 is predicted too much. */
export function regressionMeasures({ truth, predicted }: Pick<NumberOutcome, 'truth' | 'predicted'>, grouping: Grouping): GroupMeasure[] {
  const rows = rowsByGroup(grouping);
  const mean = (name: string, value: (row: number) => number) => meanMeasure(name, value, rows, 'no rows');
  const of = (some: Int32Array, values: Float64Array) => Float64Array.from(some, (row) => values[row]!);
  const other = (name: string, absent: string, estimate: (truth: Float64Array, predicted: Float64Array) => Estimate | undefined): GroupMeasure => ({
    name,
    class: null,
    absent,
    whole: estimate(truth, predicted),
    groups: rows.map((some) => estimate(of(some, truth), of(some, predicted))),
    rests: null,
  });
  return [
    mean('mean_prediction', (row) => predicted[row]!),
    mean('mean_error', (row) => predicted[row]! - truth[row]!),
    mean('mae', (row) => Math.abs(predicted[row]! - truth[row]!)),
    other('rmse', 'no rows', rootMeanSquaredErrorEstimate),
    other('r2', 'the label is constant', rSquaredEstimate),
  ];
}
