import type { PerformanceReport } from '../../model/performance.ts';
import { alarmsOf } from './performanceWords.ts';

/**
 * Whether a model holds, for a pipeline that asks: it does not where a chunk of the current side is certainly worse than the
 * reference stays within. Alarms that may be chance do not count. `unknown` where nothing was measured or nothing tells what is usual.
 */
export function performanceVerdict(report: PerformanceReport | undefined): 'holds' | 'worse' | 'unknown' {
  const measured = (report?.chunks ?? []).filter(({ side, realised }) => side === 'current' && realised !== null);
  if (report === undefined || measured.length === 0 || report.metrics.every(({ low, high }) => low === null && high === null)) return 'unknown';
  const isWorse = measured.some((chunk) => alarmsOf(chunk, report.metrics).some(({ kind, certain, isWorse: worse }) => kind === 'realised' && certain && worse));
  return isWorse ? 'worse' : 'holds';
}
