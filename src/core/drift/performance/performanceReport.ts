import { counted } from '../../base/counted.ts';
import { fail } from '../../base/fault.ts';
import type { PerformanceChunk, PerformanceMetric, PerformanceReport } from '../../model/performance.ts';
import type { ColumnProblem } from '../../table/column.ts';
import type { StreamDetector } from '../stream/streamDetector.ts';
import { calibrated, fitCalibration, type Calibration } from './calibration.ts';
import { chunksOf, type Chunk, type Chunking } from './chunking.ts';
import { ordered, slice, type BinaryColumns, type MulticlassColumns, type PerformanceColumns, type RegressionColumns } from './columns.ts';
import { detectorRun, detectorsFor, type WatchedSide } from './detectorRuns.ts';
import { errorStream } from './errorStream.ts';
import { binarySpreads, estimatedBinary, type EstimatedMetric } from './estimatedBinary.ts';
import { estimatedPoint, isoOf, numberOf, realisedPoint, type MetricBounds } from './points.ts';
import { binaryMetrics, realisedBinary, type RealisedMetric } from './realisedBinary.ts';
import { multiclassMetrics, realisedMulticlass } from './realisedMulticlass.ts';
import { realisedRegression, regressionMetrics } from './realisedRegression.ts';
import { boundsOf } from './thresholds.ts';

export type PerformanceInput = PerformanceSides & {
  readonly chunking: Chunking;
  /** Hex digits, a digest of the input: calibration's splits and KSWIN's draws come from it. */
  readonly seed: string;
  /** Default: all that can read the errors of this task, with their own defaults. */
  readonly detectors?: readonly StreamDetector[];
};

type PerformanceSides =
  | { readonly task: 'binary'; readonly reference: BinaryColumns; readonly current: BinaryColumns }
  | { readonly task: 'multiclass'; readonly classes: number; readonly reference: MulticlassColumns; readonly current: MulticlassColumns }
  | { readonly task: 'regression'; readonly reference: RegressionColumns; readonly current: RegressionColumns };

/** Of one side. More points no one reads, and a metric of a few rows says nothing. */
const mostChunks = 400;

export const assumption =
  'Estimated, not measured: it holds as long as the label follows from the inputs as it did in the reference. A change of that relation (concept drift) is not seen here.';

/**
 * How well a model does from chunk to chunk: realised from the labels that have come, estimated (binary, with scores) for every
 * row, against what the labelled reference stays within; and where detectors find its errors changed. The reference must not be
 * the rows the model was trained on. Throws `invalid` where columns differ in length or a setting is out of range, `tooLarge` for
 * more than 400 chunks of a side.
 */
export function performanceReport(input: PerformanceInput): PerformanceReport {
  const measure = measureOf(input);
  const sides = (['reference', 'current'] as const).map((side) => {
    const columns = ordered<PerformanceColumns>(input[side]);
    const chunks = chunksOf(columns.truth.length, columns.times, input.chunking);
    if (chunks.length > mostChunks) throw fail('tooLarge', `The ${side} side would have ${chunks.length} chunks, more than ${mostChunks}.`, { hint: 'Make them larger.' });
    const realised = chunks.map(({ start, end }) => measure(slice(columns, start, end)));
    return { side, columns, chunks, realised, asked: input[side].truth.length };
  });
  const bounds = metricsOf(input.task).map((metric): MetricBounds => ({ ...metric, ...boundsOf(sides[0]!.realised.map((of) => of[metric.name]!.value), metric.least, metric.most) }));
  const estimates = estimatesOf(input, sides.map(({ columns }) => columns), sides.map(({ chunks }) => chunks));
  const chunks = sides.flatMap(({ side, columns, chunks: cut, realised }, sideAt) =>
    cut.map(({ key, start, end, from, to }, place): PerformanceChunk => {
      const labelled = labelledRows(slice(columns, start, end));
      const estimate = 'missing' in estimates ? null : estimates.chunks[sideAt]![place]!;
      return {
        key,
        side,
        from: isoOf(from),
        to: isoOf(to),
        rows: end - start,
        labelled,
        estimated: estimate && Object.fromEntries(bounds.map((of) => [of.name, estimatedPoint(estimate[of.name]!, of)])),
        realised: labelled === 0 ? null : Object.fromEntries(bounds.map((of) => [of.name, realisedPoint(realised[place]![of.name]!, of)])),
      };
    }),
  );
  const watched = sides.map(({ side, columns, chunks: cut }): WatchedSide => ({
    side,
    ...errorStream(columns),
    at: (row) => isoOf(columns.times?.[row] ?? null),
    chunk: (row) => cut.find(({ end }) => row < end)!.key,
  }));
  return {
    task: input.task,
    metrics: bounds.map(({ name, better, low, high }) => ({ name, better, low: numberOf(low), high: numberOf(high) })),
    chunks,
    calibration: 'missing' in estimates ? null : calibrationOf(estimates.calibration),
    assumption: 'missing' in estimates ? null : assumption,
    estimateMissing: 'missing' in estimates ? estimates.missing : null,
    detectors: (input.detectors ?? detectorsFor(input.task, input.seed)).map((detector) => detectorRun(detector, watched, input.task)),
    problems: sides.flatMap(({ side, columns, asked }) => untimed(side, asked - columns.truth.length)),
  };
}

type Measured = Readonly<Record<string, RealisedMetric>>;

function measureOf(input: PerformanceInput): (columns: PerformanceColumns) => Measured {
  if (input.task === 'binary') return (columns) => realisedBinary(columns as BinaryColumns);
  if (input.task === 'regression') return (columns) => realisedRegression(columns as RegressionColumns);
  return (columns) => realisedMulticlass(columns as MulticlassColumns, input.classes);
}

function metricsOf(task: PerformanceInput['task']): ReadonlyArray<Pick<PerformanceMetric, 'name' | 'better'> & { readonly least: number; readonly most: number }> {
  if (task !== 'regression') return (task === 'binary' ? binaryMetrics : multiclassMetrics).map((name) => ({ name, better: 'higher', least: 0, most: 1 }));
  return regressionMetrics.map((name) =>
    name === 'r2'
      ? { name, better: 'higher', least: Number.NEGATIVE_INFINITY, most: 1 }
      : { name, better: 'lower', least: 0, most: Number.POSITIVE_INFINITY },
  );
}

type Estimates = { readonly missing: string } | { readonly calibration: Calibration; readonly chunks: ReadonlyArray<ReadonlyArray<Readonly<Record<string, EstimatedMetric>>>> };

/** Of every chunk of both sides, where the model gives probabilities and the reference has labels. */
function estimatesOf(input: PerformanceInput, sides: readonly PerformanceColumns[], chunks: ReadonlyArray<readonly Chunk[]>): Estimates {
  if (input.task !== 'binary') return { missing: `Performance without labels is estimated for models of two classes only; this one is ${input.task}.` };
  const [reference, current] = sides as readonly [BinaryColumns, BinaryColumns];
  if (reference.scores === null || current.scores === null) return { missing: 'Performance without labels needs the model’s probabilities, on both sides.' };
  const scores = reference.scores;
  const has = (_: number, row: number) => reference.truth[row]! >= 0 && !Number.isNaN(scores[row]!);
  const labels = reference.truth.filter(has);
  if (labels.length === 0) return { missing: 'Performance without labels needs a reference with labels and probabilities.' };
  const calibration = fitCalibration(labels, scores.filter(has), input.seed);
  const spreads = binarySpreads(reference);
  return {
    calibration,
    chunks: [reference, current].map((columns, side) => {
      const scored = { ...columns, scores: columns.scores! };
      const probabilities = calibrated(calibration, scored.scores);
      return chunks[side]!.map(({ start, end }) => estimatedBinary(slice(scored, start, end), probabilities.subarray(start, end), spreads));
    }),
  };
}

function calibrationOf({ line, reason, error, bins }: Calibration): NonNullable<PerformanceReport['calibration']> {
  return { calibrated: line !== null, reason, error, bins };
}

function labelledRows({ truth }: PerformanceColumns): number {
  let labelled = 0;
  for (const label of truth) labelled += Number(truth instanceof Float64Array ? !Number.isNaN(label) : label >= 0);
  return labelled;
}

function untimed(side: string, rows: number): ColumnProblem[] {
  return rows === 0 ? [] : [{ code: 'noTime', message: `${counted(rows, 'row', 'rows')} of the ${side} side ${rows === 1 ? 'has no time and is' : 'have no time and are'} left out.` }];
}
