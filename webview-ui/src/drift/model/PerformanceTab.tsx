import { useCallback, useState } from 'preact/hooks';
import { grouped, shortNumber } from '../../../../src/core/drift/export/words.ts';
import { alarmRule, alarmsOf, alarmText, detectorName, detectorsRule, foundText, labelledShare, metricName, performanceSummary } from '../../../../src/core/drift/performance/performanceWords.ts';
import type { EstimatedPerformance, PerformanceMetric, PerformanceReport, RealisedPerformance } from '../../../../src/core/model/performance.ts';
import { CanvasFrame, type Size } from '../../charts/CanvasFrame.tsx';
import type { ThemeColors } from '../../charts/palette.ts';
import { Button } from '../../kit/Button.tsx';
import { Icon } from '../../shell/Icon.tsx';
import { plain } from '../../shell/words.ts';
import type { DriftView } from '../state.ts';
import { chartHeight, chunkAt, drawPerformance, eventsOf } from './performanceChart.ts';
import { ChunkTable, DetectorTable } from './PerformanceTables.tsx';

interface PerformanceTabProps {
  readonly report: PerformanceReport;
  readonly view: DriftView;
  readonly onView: (change: Partial<DriftView>) => void;
  readonly theme: ThemeColors;
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
}

/** Measured and estimated performance over chunks, the share of labels that have come, and where detectors fired. */
export function PerformanceTab({ report, view, onView, theme, isTable, onTable }: PerformanceTabProps) {
  const { metrics, problems, calibration, assumption, estimateMissing } = report;
  const metric = metrics.find(({ name }) => name === view.metric) ?? metrics[0];
  if (!metric) return null;
  return (
    <>
      <p class="model-summary">{plain(performanceSummary(report))}</p>
      <div class="tab-bar model-bar">
        <div class="chips" role="group" aria-label="Metric">
          {metrics.map(({ name }) => (
            <button key={name} type="button" class="chip is-choice" aria-pressed={name === metric.name} onClick={() => onView({ metric: name })}>
              {metricName(name)}
            </button>
          ))}
        </div>
        <span class="bar-space" />
        <Legend hasEstimate={estimateMissing === null} />
        <Button appearance="icon" icon={isTable ? 'graph-line' : 'table'} label={isTable ? 'Show as a chart' : 'Show as a table'} isPressed={isTable} onPress={() => onTable(!isTable)} />
      </div>
      {isTable ? (
        <>
          <ChunkTable report={report} metric={metric} />
          <DetectorTable report={report} />
        </>
      ) : (
        <Chart report={report} metric={metric} theme={theme} />
      )}
      <ul class="detector-counts" aria-label="Detectors">
        {report.detectors.map(({ detector, counts, note }) => (
          <li key={detector} title={note ?? undefined}>
            <b>{detectorName(detector)}</b> {foundText(counts.current)} <span class="faint">(reference: {foundText(counts.reference)})</span>
          </li>
        ))}
      </ul>
      <div class="model-words">
        <p>
          <b>Realised</b> is measured from labels that have come. {alarmRule}
        </p>
        <p>
          <b>Estimated</b> {assumption === null ? estimateMissing : `needs no labels (CBPE): each row adds what its probability promises. ${assumption}`} {calibration?.reason ?? ''}
        </p>
        <p>{detectorsRule}</p>
        {problems.map(({ message }, at) => (
          <p key={at}>
            <Icon name="warning" tone="warn" /> {plain(message)}
          </p>
        ))}
      </div>
    </>
  );
}

function Legend({ hasEstimate }: { readonly hasEstimate: boolean }) {
  return (
    <ul class="model-legend" aria-hidden="true">
      <li class="key">
        <i class="key-realised" /> realised
      </li>
      {hasEstimate ? (
        <li class="key">
          <i class="key-estimated" /> estimated
        </li>
      ) : null}
      <li class="key">
        <i class="key-band" /> usual in the reference
      </li>
      <li class="key">
        <i class="key-alarm" /> alarm
      </li>
      <li class="key">
        <i class="key-warning" /> warning
      </li>
      <li class="key">
        <i class="key-drift" /> drift
      </li>
    </ul>
  );
}

function Chart({ report, metric, theme }: { readonly report: PerformanceReport; readonly metric: PerformanceMetric; readonly theme: ThemeColors }) {
  const [at, setAt] = useState<number | null>(null);
  const last = report.chunks.length - 1;
  const draw = useCallback((context: CanvasRenderingContext2D, size: Size) => drawPerformance(context, size, { report, metric, at }, theme), [report, metric, at, theme]);
  const onKey = (event: KeyboardEvent): boolean => {
    const first = report.chunks.findIndex(({ side }) => side === 'current');
    const now = at ?? Math.max(0, first);
    const next = ({ ArrowRight: at === null ? now : now + 1, ArrowLeft: now - 1, Home: 0, End: last, PageDown: now + 10, PageUp: now - 10 } as Readonly<Record<string, number>>)[event.key];
    if (next === undefined) return false;
    setAt(Math.max(0, Math.min(last, next)));
    return true;
  };
  return (
    <div class="model-chart">
      <CanvasFrame
        label={`${metricName(metric.name)} over ${report.chunks.length} chunks, with detectors. Arrow keys go from chunk to chunk; T shows the table.`}
        height={chartHeight(report)}
        draw={draw}
        readout={at === null ? bandText(metric) : chunkText(report, metric, at)}
        onKey={onKey}
        onPoint={(point, size) => {
          const place = point === null ? null : chunkAt(report, point.x, size);
          if (place !== null && place !== at) setAt(place);
        }}
      />
    </div>
  );
}

function bandText({ name, low, high }: PerformanceMetric): string {
  if (low === null && high === null) return 'The reference does not tell what is usual. Point at a chunk to read it.';
  return `Usual in the reference: ${metricName(name)} ${low === null ? '…' : shortNumber(low)} to ${high === null ? '…' : shortNumber(high)}. Point at a chunk to read it.`;
}

function chunkText(report: PerformanceReport, { name }: PerformanceMetric, at: number): string {
  const chunk = report.chunks[at];
  if (!chunk) return '';
  const point = (of: RealisedPerformance | EstimatedPerformance | undefined) => (of === undefined || of.value === null ? 'not known' : `${shortNumber(of.value)}${of.band === null ? '' : ` (${of.band.map(shortNumber).join(' to ')})`}`);
  const alarms = alarmsOf(chunk, report.metrics).filter(({ metric }) => metric.name === name).map(alarmText);
  const found = eventsOf(report, at).flatMap(({ detector, events }) => {
    const drifts = events.filter(({ state }) => state === 'drift').length;
    const warnings = events.length - drifts;
    return events.length === 0 ? [] : [`${detectorName(detector)} ${foundText({ values: 0, drift: drifts, warning: warnings })}`];
  });
  return [
    `${chunk.side} ${plain(chunk.key)}: ${metricName(name)} realised ${point(chunk.realised?.[name])}`,
    ...(report.estimateMissing === null ? [`estimated ${point(chunk.estimated?.[name])}`] : []),
    `${labelledShare(chunk)} of ${grouped(chunk.rows)} rows labelled`,
    ...(alarms.length === 0 ? [] : [`alarm: ${alarms.join(', ')}`]),
    ...found,
  ].join('; ');
}
