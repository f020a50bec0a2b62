import type { SeriesOptions } from '../../../core/capability/experimentSource.ts';
import type { Series } from '../../../core/model/run.ts';
import { numeric } from '../../../core/model/value.ts';

/** A DVCLive table: a header with `step`, maybe `timestamp`, and the value; a half-written last line is left out. */
export function parseSeries(key: string, text: string): Series {
  const lines = text.split('\n');
  const header = (lines.shift() ?? '').replace(/\r$/, '').split('\t');
  const stepAt = header.indexOf('step');
  const timeAt = header.indexOf('timestamp');
  const valueAt = header.findIndex((name) => name !== 'step' && name !== 'timestamp');
  const steps: number[] = [];
  const values: Array<number | string> = [];
  const timestamps: Array<number | null> = [];
  if (!text.endsWith('\n')) lines.pop();
  for (const [index, line] of lines.entries()) {
    const cells = line.replace(/\r$/, '').split('\t');
    const value = cells[valueAt];
    if (value === undefined || cells.length < header.length) continue;
    steps.push(stepAt < 0 ? index : Number(cells[stepAt]));
    values.push(valueOf(value));
    timestamps.push(timeAt < 0 ? null : Number(cells[timeAt]));
  }
  return { key, steps, values, timestamps };
}

function valueOf(text: string): number | string {
  const named = { nan: NaN, inf: Infinity, '-inf': -Infinity }[text.toLowerCase()];
  if (named !== undefined) return numeric(named);
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isNaN(value) ? (text === '' ? 'NaN' : text) : value;
}

/** The points within the steps asked for, evenly thinned to `maxPoints`; the first and last always stay. */
export function sample(series: Series, { maxPoints, fromStep, toStep }: SeriesOptions): Series {
  const within = series.steps.flatMap((step, index) => (step >= (fromStep ?? -Infinity) && step <= (toStep ?? Infinity) ? [index] : []));
  const limit = Math.max(2, maxPoints ?? within.length);
  const kept =
    within.length <= limit
      ? within
      : Array.from({ length: limit }, (_, at) => within[Math.round((at * (within.length - 1)) / (limit - 1))] ?? 0);
  const pick = <T>(column: readonly T[]) => kept.map((index) => column[index] as T);
  return {
    key: series.key,
    steps: pick(series.steps),
    values: pick(series.values),
    timestamps: pick(series.timestamps),
    ...(kept.length < within.length ? { sampled: true } : {}),
  };
}
