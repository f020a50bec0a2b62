import { toFault } from '../base/fault.ts';
import type { WindowPerformance } from '../model/monitor.ts';
import { metricOf } from '../validation/scenarios/metricTable.ts';
import { judgedRows, labelsOf } from '../validation/scenarios/predictions.ts';
import type { TableSource } from '../table/tableSource.ts';
import type { MonitorPerformance } from './monitor.ts';

/**
 * The metric of a window's labelled rows: rows whose label or prediction is missing are left out and not guessed. The value
 * is null, and `isGood` with it, where no row has both or the metric is not defined there; `problem` then says why.
 */
export async function windowPerformance(
  table: TableSource,
  rule: MonitorPerformance,
  { target, prediction }: { readonly target: string; readonly prediction: string },
  signal: AbortSignal,
): Promise<{ readonly found: WindowPerformance; readonly problem: string | null }> {
  const all = Int32Array.from({ length: table.rows }, (_, row) => row);
  const truth = labelsOf(await table.column(target, signal), all);
  const said = labelsOf(await table.column(prediction, signal), all);
  const known = truth.flatMap((label, row) => (label === null || said[row] === null ? [] : [row]));
  const without = (problem: string) => ({ found: { metric: rule.metric, value: null, limit: rule.limit, isGood: null, labelled: known.length }, problem });
  if (known.length === 0) return without('No row has both a label and a prediction yet.');
  try {
    const judged = judgedRows(
      known.map((row) => truth[row]!),
      { labels: known.map((row) => said[row]!), classes: null, scores: null, width: 1, areProbabilities: false },
    );
    const value = metricOf(rule.metric).of(judged);
    if (!Number.isFinite(value)) return without(`${rule.metric} is not defined for these rows.`);
    const isGood = rule.direction === 'atLeast' ? value >= rule.limit : value <= rule.limit;
    return { found: { metric: rule.metric, value, limit: rule.limit, isGood, labelled: known.length }, problem: null };
  } catch (error) {
    return without(toFault(error).message);
  }
}
