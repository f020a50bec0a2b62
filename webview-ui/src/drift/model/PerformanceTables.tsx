import { useMemo } from 'preact/hooks';
import { grouped, shortNumber } from '../../../../src/core/drift/export/words.ts';
import { alarmsOf, alarmText, detectorName, labelledShare, metricName } from '../../../../src/core/drift/performance/performanceWords.ts';
import type { EstimatedPerformance, PerformanceChunk, PerformanceMetric, PerformanceReport, RealisedPerformance } from '../../../../src/core/model/performance.ts';
import { Icon } from '../../shell/Icon.tsx';
import { plain } from '../../shell/words.ts';
import { Grid } from '../../table/Grid.tsx';
import type { GridCell, GridModel } from '../../table/gridModel.ts';

const absent: GridCell = { content: '–', tone: 'is-absent' };

const chunkHeads = [
  { key: 'chunk', label: 'Chunk', width: 190 },
  { key: 'side', label: 'Side', width: 84 },
  { key: 'rows', label: 'Rows', width: 76, isEnd: true },
  { key: 'labelled', label: 'Labelled', width: 82, isEnd: true },
  { key: 'realised', label: 'Realised', width: 84, isEnd: true },
  { key: 'realisedBand', label: 'Its 95 %', width: 130, isEnd: true },
  { key: 'estimated', label: 'Estimated', width: 88, isEnd: true },
  { key: 'estimatedBand', label: '± 3 errors', width: 130, isEnd: true },
  { key: 'alarms', label: 'Alarms', width: 420 },
] as const;

/** The chart's numbers: one row a chunk. */
export function ChunkTable({ report, metric }: { readonly report: PerformanceReport; readonly metric: PerformanceMetric }) {
  const model = useMemo(
    (): GridModel => ({
      rows: report.chunks.length,
      pinned: 1,
      columns: chunkHeads,
      stamp: (row) => `${metric.name} ${row}`,
      header: (at) => ({ content: chunkHeads[at]?.label ?? '' }),
      cell: (row, at) => {
        const chunk = report.chunks[row];
        return chunk ? chunkCell(chunk, report, metric, chunkHeads[at]?.key ?? 'chunk') : { content: '' };
      },
    }),
    [report, metric],
  );
  return (
    <div class="model-table">
      <Grid id="grid-chunks" label={`${metricName(metric.name)} by chunk`} model={model} headHeight={26} />
    </div>
  );
}

function chunkCell(chunk: PerformanceChunk, { metrics }: PerformanceReport, { name }: PerformanceMetric, key: (typeof chunkHeads)[number]['key']): GridCell {
  const number = (point: RealisedPerformance | EstimatedPerformance | undefined): GridCell => (point === undefined || point.value === null ? absent : { content: shortNumber(point.value), tone: 'num', title: String(point.value) });
  const ends = (point: RealisedPerformance | EstimatedPerformance | undefined): GridCell => (point?.band ? { content: point.band.map((end) => shortNumber(Number(end.toPrecision(3)))).join(' to '), tone: 'num' } : absent);
  switch (key) {
    case 'chunk':
      return { content: <span class="mono">{plain(chunk.key)}</span>, title: plain(chunk.key) };
    case 'side':
      return { content: chunk.side };
    case 'rows':
      return { content: grouped(chunk.rows), tone: 'num' };
    case 'labelled':
      return { content: labelledShare(chunk), tone: 'num' };
    case 'realised':
    case 'estimated':
      return number(chunk[key]?.[name]);
    case 'realisedBand':
      return ends(chunk.realised?.[name]);
    case 'estimatedBand':
      return ends(chunk.estimated?.[name]);
    case 'alarms': {
      const text = alarmsOf(chunk, metrics).map(alarmText).join('; ');
      if (text === '') return { content: '' };
      return {
        content: (
          <>
            <Icon name="warning" tone="bad" /> {text}
          </>
        ),
        title: text,
      };
    }
  }
}

const eventHeads = [
  { key: 'detector', label: 'Detector', width: 130 },
  { key: 'state', label: 'Found', width: 100 },
  { key: 'side', label: 'Side', width: 84 },
  { key: 'rows', label: 'Labelled rows', width: 150, isEnd: true },
  { key: 'at', label: 'At', width: 150 },
  { key: 'chunk', label: 'In chunk', width: 200 },
] as const;

/** The lanes' marks: one row a warning or drift. */
export function DetectorTable({ report }: { readonly report: PerformanceReport }) {
  const model = useMemo((): GridModel => {
    const all = report.detectors.flatMap(({ detector, events }) => events.map((event) => ({ detector, event })));
    return {
      rows: all.length,
      pinned: 1,
      columns: eventHeads,
      stamp: (row) => row,
      header: (at) => ({ content: eventHeads[at]?.label ?? '' }),
      cell: (row, at) => {
        const found = all[row];
        if (!found) return { content: '' };
        const { detector, event } = found;
        switch (eventHeads[at]?.key ?? 'detector') {
          case 'detector':
            return { content: detectorName(detector) };
          case 'state':
            return {
              content: (
                <>
                  <Icon name={event.state === 'drift' ? 'warning' : 'info'} tone={event.state === 'drift' ? 'bad' : 'warn'} /> {event.state}
                </>
              ),
            };
          case 'side':
            return { content: event.side };
          case 'rows':
            return { content: event.first === event.last ? grouped(event.first + 1) : `${grouped(event.first + 1)} – ${grouped(event.last + 1)}`, tone: 'num' };
          case 'at':
            return event.at === null ? absent : { content: plain(event.at.slice(0, 16).replace('T', ' ')) };
          case 'chunk':
            return { content: <span class="mono">{plain(event.chunk)}</span>, title: plain(event.chunk) };
        }
      },
    };
  }, [report]);
  if (model.rows === 0) return <p class="faint model-words">No detector found anything.</p>;
  return (
    <div class="model-table">
      <Grid id="grid-detectors" label="What detectors found" model={model} headHeight={26} />
    </div>
  );
}
