import type { DetectorCounts, DetectorEvent, DetectorRun, EstimatedPerformance, PerformanceCalibration, PerformanceChunk, PerformanceColumns, PerformanceMetric, PerformanceReport, RealisedPerformance } from '../../model/performance.ts';
import { count, fields, finite, flag, list, oneOf, orNull, problem, range, record, shape, text, type Read } from './reads.ts';

const side = oneOf('reference', 'current');
const alert = orNull(oneOf('low', 'high'));
const columns = shape<PerformanceColumns>({ target: text, prediction: text, score: orNull(text), time: orNull(text), positive: orNull(text) });
const metric = shape<PerformanceMetric>({ name: text, better: oneOf('higher', 'lower'), low: orNull(finite), high: orNull(finite) });
const estimated = shape<EstimatedPerformance>({ kind: oneOf('estimated'), value: orNull(finite), samplingError: orNull(finite), band: orNull(range), alert, certain: flag });
const realised = shape<RealisedPerformance>({ kind: oneOf('realised'), value: orNull(finite), rows: count, band: orNull(range), bandMethod: orNull(text), alert, certain: flag });
const chunk = shape<PerformanceChunk>({
  key: text,
  side,
  from: orNull(text),
  to: orNull(text),
  rows: count,
  labelled: count,
  estimated: orNull(record(estimated)),
  realised: orNull(record(realised)),
});
const calibration = shape<PerformanceCalibration>({
  calibrated: flag,
  reason: text,
  error: orNull(shape<NonNullable<PerformanceCalibration['error']>>({ before: finite, after: finite })),
  bins: list(shape<PerformanceCalibration['bins'][number]>({ rows: count, predicted: finite, observed: finite })),
});
const event = shape<DetectorEvent>({ state: oneOf('warning', 'drift'), side, first: count, last: count, at: orNull(text), chunk: text });
const counts = shape<DetectorCounts>({ values: count, warning: count, drift: count });
const run = shape<DetectorRun>({
  detector: text,
  stream: text,
  values: count,
  events: list(event),
  counts: shape<DetectorRun['counts']>({ reference: counts, current: counts }),
  note: orNull(text),
});

const base = shape<Omit<PerformanceReport, 'columns'>>({
  task: oneOf('binary', 'multiclass', 'regression'),
  metrics: list(metric),
  chunks: list(chunk),
  calibration: orNull(calibration),
  assumption: orNull(text),
  estimateMissing: orNull(text),
  detectors: list(run),
  problems: list(problem),
});

/** The performance in a drift report. Throws `schema`. */
export const checkPerformance: Read<PerformanceReport> = (value, place) => {
  const named = fields(value, place)['columns'];
  return { ...base(value, place), ...(named === undefined ? {} : { columns: columns(named, `${place}.columns`) }) };
};
