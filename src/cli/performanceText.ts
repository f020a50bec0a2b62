import { grouped, shortNumber } from '../core/drift/export/words.ts';
import { alarmRule, alarmsOf, alarmText, countsText, detectorName, detectorsRule, eventText, headMetrics, labelledShare, metricName, performanceSummary } from '../core/drift/performance/performanceWords.ts';
import type { EstimatedPerformance, PerformanceReport, RealisedPerformance } from '../core/model/performance.ts';
import { clean, type Style } from './style.ts';
import { table, type Cell } from './table.ts';

const eventsShown = 5;

/** Performance for a person: chunk by chunk measured and estimated side by side, the reference's bands, where detectors fired, what all this takes for granted. */
export function performanceText(report: PerformanceReport, style: Style): string {
  const { metrics, chunks, detectors, problems } = report;
  const heads = headMetrics(report);
  const withEstimate = report.estimateMissing === null;
  const titles = ['SIDE', 'CHUNK', 'FROM', 'ROWS', 'LABELLED', ...heads.flatMap(({ name }) => [metricName(name).toUpperCase(), ...(withEstimate ? ['ESTIMATED'] : [])]), 'ALARMS'];
  const rows = chunks.map((chunk): Cell[] => [
    chunk.side,
    chunk.key,
    chunk.from?.slice(0, 10) ?? '',
    grouped(chunk.rows),
    labelledShare(chunk),
    ...heads.flatMap(({ name }) => [pointText(chunk.realised?.[name]), ...(withEstimate ? [pointText(chunk.estimated?.[name])] : [])]),
    alarmsOf(chunk, metrics).map(alarmText).join('; '),
  ]);
  const bands = metrics.filter(({ low }) => low !== null).map(({ name, low, high }) => `${metricName(name)} ${low === null ? '–' : shortNumber(low)} to ${high === null ? '…' : shortNumber(high)}`);
  const found = detectors.map((run) => {
    const current = run.events.filter(({ side, state }) => side === 'current' && state === 'drift');
    const first = current.slice(0, eventsShown).map((event) => `  ${clean(eventText(event))}`);
    return [`${detectorName(run.detector)}: ${countsText(run)}`, ...first, ...(run.note === null ? [] : [`  ${style.dim(run.note)}`])].join('\n');
  });
  return [
    `${style.bold('PERFORMANCE')}  ${report.task}. ${performanceSummary(report)}`,
    table(titles, rows, style, 'No rows.'),
    bands.length === 0 ? 'The reference does not tell what is usual.' : `Usual in the reference: ${bands.join(', ')}.`,
    [`${style.dim('DETECTORS')} over ${detectors[0]?.stream ?? 'errors'}. ${detectorsRule}`, ...found].join('\n'),
    ...(report.calibration === null ? [] : [report.calibration.reason]),
    report.assumption ?? report.estimateMissing ?? '',
    alarmRule,
    problems.length === 0 ? '' : [style.dim('PROBLEMS OF PERFORMANCE'), ...problems.map(({ message }) => clean(message))].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function pointText(point: RealisedPerformance | EstimatedPerformance | undefined): string {
  if (point === undefined || point.value === null) return '–';
  return point.value.toFixed(3) + (point.band === null ? '' : ` (${point.band.map((end) => end.toFixed(2)).join('–')})`);
}
