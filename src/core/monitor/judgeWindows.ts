import { driftReport, type DriftRun } from '../drift/driftReport.ts';
import type { DriftSettings } from '../drift/settings.ts';
import type { DriftReport } from '../model/drift.ts';
import type { QualityFinding, WindowPerformance } from '../model/monitor.ts';
import { rowsView } from '../table/rowsView.ts';
import type { TableSource } from '../table/tableSource.ts';
import type { DataWindow } from './cutWindows.ts';
import type { Monitor } from './monitor.ts';
import { judgeQuality } from './quality.ts';
import { windowPerformance } from './windowPerformance.ts';

export interface Judged {
  readonly window: DataWindow;
  readonly report: DriftReport;
  readonly performance: WindowPerformance | null;
  readonly quality: readonly QualityFinding[];
  readonly problem: string | null;
  readonly isHit: boolean;
}

export interface JudgeInput {
  readonly monitor: Monitor;
  readonly reference: TableSource;
  readonly current: TableSource;
  readonly windows: readonly DataWindow[];
  /** What freshness is measured from. */
  readonly nowMs: number;
  readonly signal: AbortSignal;
  readonly onWindow?: (done: number, of: number) => void;
  /** Further looks at the newest whole window alone: families, slices. */
  readonly looks?: Pick<DriftRun, 'families' | 'slices'>;
}

/** A drift report of each window against the reference, the performance of its labelled rows, and its quality. */
export async function judgeWindows({ monitor, reference, current, windows, nowMs, signal, onWindow, looks }: JudgeInput): Promise<Judged[]> {
  const judged: Judged[] = [];
  const lastWhole = windows.findLastIndex(({ isOpen }) => !isOpen);
  const newest = lastWhole < 0 ? windows.length - 1 : lastWhole;
  for (const [at, window] of windows.entries()) {
    const table = rowsView(current, window.rows, windowName(window, at));
    const isNewest = at === newest;
    const report = await driftReport(reference, table, settingsOf(monitor, isNewest), { signal, ...(isNewest ? looks : {}) });
    const { target, prediction } = monitor.columns;
    const measured = monitor.performance && target !== null && prediction !== null ? await windowPerformance(table, monitor.performance, { target, prediction }, signal) : null;
    const quality = await judgeQuality(monitor.quality, table, isNewest ? current : null, nowMs, signal);
    const isBroken = quality.some(({ retrains, outcome }) => retrains && outcome === 'fail');
    const isBad = monitor.retrain?.when === 'performance' ? measured?.found.isGood === false : report.verdict === 'drift';
    judged.push({ window, report, performance: measured?.found ?? null, quality, problem: measured?.problem ?? null, isHit: (isBad || isBroken) && !window.isOpen });
    onWindow?.(at + 1, windows.length);
  }
  return judged;
}

/** Intervals decide nothing and cost most of the time, so only the newest whole window has them. */
export function settingsOf(monitor: Monitor, hasIntervals: boolean): DriftSettings {
  const { take, leave, required, domains, time, entity, prediction, target } = monitor.columns;
  return {
    thresholds: monitor.thresholds,
    ...(take.length > 0 ? { columns: take } : {}),
    exclude: leave,
    required,
    closedDomains: domains,
    ...(time === null ? {} : { time }),
    ...(entity === null ? {} : { entity }),
    ...(prediction === null ? {} : { prediction }),
    ...(target === null ? {} : { target }),
    key: { model: monitor.model },
    intervals: hasIntervals,
  };
}

function windowName({ fromMs, toMs, rows }: DataWindow, at: number): string {
  if (fromMs === null || toMs === null) return `rows ${rows[0]! + 1} to ${rows[rows.length - 1]! + 1} (window ${at + 1})`;
  return `${new Date(fromMs).toISOString()}/${new Date(toMs).toISOString()}`;
}
