import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { toFault } from '../../../src/core/base/fault.ts';
import type { CompareSnapshot, CurvePoints } from '../../../src/protocol/compare.ts';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../shell/Icon.tsx';
import { Swatch } from '../shell/Swatch.tsx';
import { announce } from '../shell/Live.tsx';
import { useSeen } from '../shell/useSeen.ts';
import { plain, plural, shortNumber } from '../shell/words.ts';
import { CurveTable } from './CurveTable.tsx';
import { lookOf, type RunLook, type ThemeColors } from './palette.ts';
import { Plot, type Zoom } from './Plot.tsx';
import type { SeriesStore } from './seriesStore.ts';
import { lineOf, xValues, type Line, type XAxis } from './transform.ts';

export interface ChartView {
  readonly axis: XAxis;
  readonly isLog: boolean;
  readonly smoothing: number;
  readonly zoom: Zoom | null;
}

interface ChartCardProps {
  readonly metric: string;
  readonly store: SeriesStore;
  readonly snapshot: CompareSnapshot;
  readonly theme: ThemeColors;
  readonly view: ChartView;
  readonly onZoom: (zoom: Zoom | null) => void;
  readonly onSeen: (metric: string) => void;
}

/** One metric: mounted only once it comes into sight. */
export function ChartCard({ metric, store, snapshot, theme, view, onZoom, onSeen }: ChartCardProps) {
  const frame = useRef<HTMLElement>(null);
  const isSeen = useSeen(frame);
  const [, redraw] = useState(0);
  const [isTable, setTable] = useState(false);
  const [detail, setDetail] = useState<readonly CurvePoints[] | null>(null);
  useEffect(() => {
    if (!isSeen) return undefined;
    const subscription = store.onDidChange((key) => {
      if (key === metric) redraw((now) => now + 1);
    });
    store.want(metric);
    onSeen(metric);
    redraw((now) => now + 1);
    return () => subscription.dispose();
  }, [isSeen, store, metric]);
  const curves = store.get(metric);
  useZoomDetail(store, metric, curves.points, view, setDetail);
  const shown = detail ?? curves.points;
  const { lines, timeless } = useMemo(() => drawable(shown, snapshot, view), [shown, snapshot.runs, view.axis, view.smoothing]);
  const looks = useMemo(() => looksOf(snapshot, theme), [snapshot.runs, theme]);
  return (
    <section class="chart" ref={frame} aria-label={plain(metric)}>
      <header class="chart-head">
        <h3 class="mono" title={plain(metric)}>
          {plain(metric)}
        </h3>
        <Button appearance="icon" icon={isTable ? 'graph-line' : 'table'} label={isTable ? 'Show as a chart' : 'Show as a table'} isPressed={isTable} onPress={() => setTable(!isTable)} />
      </header>
      {!isSeen || curves.isLoading ? (
        <div class="chart-wait" role="status" aria-label="Loading" />
      ) : curves.fault ? (
        <ChartState icon="error" text={plain(curves.fault.message)} />
      ) : lines.length === 0 ? (
        <ChartState icon="graph-line" text={timeless > 0 ? 'These runs keep no times for this metric. Choose the step axis.' : 'No run has a curve for this metric.'} />
      ) : isTable ? (
        <CurveTable id={`curve-${metric}`} metric={metric} lines={lines} snapshot={snapshot} axis={view.axis} />
      ) : (
        <Drawing metric={metric} lines={lines} looks={looks} snapshot={snapshot} theme={theme} view={view} onZoom={onZoom} />
      )}
      <CardNotes points={shown} snapshot={snapshot} timeless={timeless} lines={lines} />
    </section>
  );
}

function ChartState({ icon, text }: { readonly icon: string; readonly text: string }) {
  return (
    <p class="chart-state">
      <Icon name={icon} tone="muted" /> {text}
    </p>
  );
}

interface DrawingProps {
  readonly metric: string;
  readonly lines: readonly Line[];
  readonly looks: ReadonlyMap<string, RunLook>;
  readonly snapshot: CompareSnapshot;
  readonly theme: ThemeColors;
  readonly view: ChartView;
  readonly onZoom: (zoom: Zoom | null) => void;
}

function Drawing({ metric, lines, looks, snapshot, theme, view, onZoom }: DrawingProps) {
  const [cursor, setCursor] = useState<{ readonly x: number | null; readonly values: ReadonlyArray<number | null> } | null>(null);
  const nameOf = (run: string) => plain(snapshot.runs.find((head) => head.id === run)?.name ?? run);
  return (
    <>
      <Plot
        label={`${plain(metric)}: curves of ${lines.map((line) => nameOf(line.run)).join(', ')}. The table button shows the numbers.`}
        lines={lines}
        looks={looks}
        theme={theme}
        axis={view.axis}
        isLog={view.isLog}
        isSmoothed={view.smoothing > 0}
        zoom={view.zoom}
        onZoom={onZoom}
        onCursor={(values, x) => setCursor(values ? { values, x } : null)}
      />
      <ul class="legend" aria-hidden>
        {lines.slice(0, 12).map((line, index) => {
          const value = cursor ? cursor.values[index] : (line.smooth.at(-1) ?? null);
          const look = looks.get(line.run);
          return (
            <li key={line.run}>
              {look ? <Swatch look={look} /> : null}
              <span class="legend-name">{nameOf(line.run)}</span>
              <span class="legend-value num">{typeof value === 'number' ? shortNumber(value) : '–'}</span>
            </li>
          );
        })}
        {lines.length > 12 ? <li class="faint">and {lines.length - 12} more</li> : null}
      </ul>
    </>
  );
}

function CardNotes({ points, snapshot, timeless, lines }: { readonly points: readonly CurvePoints[]; readonly snapshot: CompareSnapshot; readonly timeless: number; readonly lines: readonly Line[] }) {
  const failed = points.filter((curve) => curve.problem !== null);
  const notes: string[] = failed.map((curve) => `${plain(snapshot.runs.find((run) => run.id === curve.run)?.name ?? curve.run)}: ${plain(curve.problem?.message ?? '')}`);
  if (timeless > 0 && lines.length > 0) notes.push(`${plural(timeless, 'run')} without times ${timeless === 1 ? 'is' : 'are'} not shown on this axis.`);
  if (notes.length === 0) return null;
  return (
    <p class="chart-note">
      <Icon name="info" tone="muted" /> {notes.join(' · ')}
    </p>
  );
}

/** After a zoom into sampled curves, asks the host for that part in full. */
function useZoomDetail(store: SeriesStore, metric: string, points: readonly CurvePoints[], view: ChartView, set: (points: readonly CurvePoints[] | null) => void): void {
  useEffect(() => {
    const range = view.zoom && points.some((curve) => curve.isSampled) ? stepRange(points, view.axis, view.zoom) : null;
    if (!range) {
      set(null);
      return undefined;
    }
    const controller = new AbortController();
    store.zoom(metric, range.from, range.to, controller.signal).then(set, (error: unknown) => {
      const fault = toFault(error);
      if (fault.code !== 'cancelled') announce(`The zoomed part could not be loaded: ${fault.message}`);
    });
    return () => controller.abort();
  }, [view.zoom, view.axis, points]);
}

function stepRange(points: readonly CurvePoints[], axis: XAxis, zoom: Zoom): { from: number; to: number } | null {
  let from = Infinity;
  let to = -Infinity;
  for (const curve of points) {
    const x = xValues(curve, axis);
    x?.forEach((value, index) => {
      if (value < zoom.min || value > zoom.max) return;
      from = Math.min(from, curve.steps[Math.max(0, index - 1)] ?? Infinity);
      to = Math.max(to, curve.steps[Math.min(curve.steps.length - 1, index + 1)] ?? -Infinity);
    });
  }
  return from <= to ? { from, to } : null;
}

function drawable(points: readonly CurvePoints[], snapshot: CompareSnapshot, view: ChartView): { lines: Line[]; timeless: number } {
  const lines: Line[] = [];
  let timeless = 0;
  for (const run of snapshot.runs) {
    const curve = points.find((one) => one.run === run.id);
    if (!curve || curve.steps.length === 0) continue;
    const line = lineOf(curve, view.axis, view.smoothing);
    if (line) lines.push(line);
    else timeless++;
  }
  return { lines, timeless };
}

function looksOf(snapshot: CompareSnapshot, theme: ThemeColors): Map<string, RunLook> {
  return new Map(snapshot.runs.map((run, place) => [run.id, lookOf(place, theme)]));
}
