import type { DetectorCounts, DetectorEvent, DetectorRun, PerformanceTask } from '../../model/performance.ts';
import { Adwin } from '../stream/adwin.ts';
import { Ddm } from '../stream/ddm.ts';
import { detectAlong } from '../stream/detectAlong.ts';
import { Eddm } from '../stream/eddm.ts';
import { HddmA } from '../stream/hddmA.ts';
import { HddmW } from '../stream/hddmW.ts';
import { Kswin } from '../stream/kswin.ts';
import { PageHinkley } from '../stream/pageHinkley.ts';
import { pageHinkleyNote } from '../stream/pageHinkleyThreshold.ts';
import type { StreamDetector } from '../stream/streamDetector.ts';
import type { ErrorStream } from './errorStream.ts';

/** Of a side. A detector that never comes to rest would make a report larger than its data. */
const mostEvents = 100;

/** The detectors that can read the errors of such a task, with their own defaults; KSWIN draws from `seed` (hex digits). */
export function detectorsFor(task: PerformanceTask, seed: string): StreamDetector[] {
  const ofNumbers = [new Adwin(), new PageHinkley(), new Kswin({ draws: seed })];
  return task === 'regression' ? ofNumbers : [new Ddm(), new Eddm(), new HddmA(), new HddmW(), ...ofNumbers];
}

/** One side's errors, and where their rows are. */
export interface WatchedSide extends ErrorStream {
  readonly side: DetectorEvent['side'];
  /** ISO 8601 of a row, or null. */
  readonly at: (row: number) => string | null;
  readonly chunk: (row: number) => string;
}

/** Lets a detector read the reference's errors and then the current ones, so that it knows what was usual. */
export function detectorRun(detector: StreamDetector, sides: readonly WatchedSide[], task: PerformanceTask): DetectorRun {
  const errors = new Float64Array(sides.reduce((sum, side) => sum + side.errors.length, 0));
  sides.reduce((at, side) => (errors.set(side.errors, at), at + side.errors.length), 0);
  const events: DetectorEvent[] = [];
  let sideAt = 0;
  let before = 0;
  for (const { index, state } of detectAlong(errors, detector)) {
    while (index - before >= sides[sideAt]!.errors.length) {
      before += sides[sideAt]!.errors.length;
      sideAt += 1;
    }
    const side = sides[sideAt]!;
    const last = events.at(-1);
    if (state === 'warning' && last?.state === 'warning' && last.last === index - 1 && last.side === side.side) {
      events[events.length - 1] = { ...last, last: index };
      continue;
    }
    const row = side.rows[index - before]!;
    events.push({ state, side: side.side, first: index, last: index, at: side.at(row), chunk: side.chunk(row) });
  }
  const ofSide = (side: DetectorEvent['side']) => events.filter((event) => event.side === side);
  const counted = (side: DetectorEvent['side']): DetectorCounts => {
    const found = { values: sides.find((one) => one.side === side)?.errors.length ?? 0, warning: 0, drift: 0 };
    for (const { state } of ofSide(side)) found[state] += 1;
    return found;
  };
  return {
    detector: detector.name,
    stream: task === 'regression' ? 'absolute errors' : 'wrong predictions (1 = wrong, 0 = right)',
    values: errors.length,
    events: [...ofSide('reference').slice(0, mostEvents), ...ofSide('current').slice(0, mostEvents)],
    counts: { reference: counted('reference'), current: counted('current') },
    note: detector.name === 'page-hinkley' ? pageHinkleyRemark(errors, sides[0]!.errors.length, task) : null,
  };
}

function pageHinkleyRemark(errors: Float64Array, reference: number, task: PerformanceTask): string | null {
  if (task === 'regression') return 'Page-Hinkley’s threshold is in units of the target: a threshold of 50 means nothing by itself.';
  const usual = reference > 0 ? errors.slice(0, reference) : errors;
  return pageHinkleyNote(usual.reduce((sum, error) => sum + error, 0) / Math.max(1, usual.length));
}
