import { toFault } from '../../../core/base/fault.ts';
import type { SeriesOptions } from '../../../core/capability/experimentSource.ts';
import type { Series } from '../../../core/model/run.ts';
import { asNumber } from '../../../core/model/value.ts';
import type { CurvePoints, SeriesArgs } from '../../../protocol/compare.ts';
import type { CompareBench } from './bench.ts';

/** Curves of several runs. A run that fails gives one entry with its fault for each key, never an empty answer for all. */
export async function curvesOf(bench: Pick<CompareBench, 'series'>, args: SeriesArgs, signal: AbortSignal): Promise<CurvePoints[]> {
  const options: SeriesOptions = {
    maxPoints: args.maxPoints,
    ...(args.fromStep === null ? {} : { fromStep: args.fromStep }),
    ...(args.toStep === null ? {} : { toStep: args.toStep }),
  };
  const perRun = await Promise.all(
    args.runs.map(async (run) => {
      try {
        const all = await bench.series(run, args.keys, options, signal);
        return all.map((series) => columns(run, series));
      } catch (error) {
        const fault = toFault(error);
        if (fault.code === 'cancelled') throw error;
        return args.keys.map((key) => ({ ...columns(run, { key, steps: [], values: [], timestamps: [] }), problem: fault }));
      }
    }),
  );
  return perRun.flat();
}

function columns(run: string, series: Series): CurvePoints {
  return {
    run,
    key: series.key,
    steps: Float64Array.from(series.steps),
    values: Float64Array.from(series.values, (value) => asNumber(value) ?? NaN),
    times: Float64Array.from(series.timestamps, (time) => time ?? NaN),
    isSampled: series.sampled ?? false,
    problem: null,
  };
}
