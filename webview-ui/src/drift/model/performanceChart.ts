import type { DetectorEvent, PerformanceMetric, PerformanceReport } from '../../../../src/core/model/performance.ts';
import { detectorName } from '../../../../src/core/drift/performance/performanceWords.ts';
import { shortNumber } from '../../../../src/core/drift/export/words.ts';
import type { Size } from '../../charts/CanvasFrame.tsx';
import type { ThemeColors } from '../../charts/palette.ts';
import { niceTicks } from '../ticks.ts';
import { fitted } from '../levelChart.ts';

export interface PerformancePicture {
  readonly report: PerformanceReport;
  readonly metric: PerformanceMetric;
  /** The chunk that is read; null = none. */
  readonly at: number | null;
}

const left = 96;
const right = 12;
const top = 14;
const shareHeight = 26;
const laneHeight = 18;
const gap = 14;
const axisHeight = 20;

interface Geometry {
  readonly cell: number;
  readonly plotBottom: number;
  readonly shareTop: number;
  readonly lanesTop: number;
}

function geometryOf({ chunks, detectors }: PerformanceReport, { width, height }: Size): Geometry {
  const lanesTop = height - axisHeight - detectors.length * laneHeight;
  const shareTop = lanesTop - gap - shareHeight;
  return { cell: (width - left - right) / Math.max(1, chunks.length), plotBottom: Math.max(top + 40, shareTop - gap), shareTop, lanesTop };
}

/** What a chart of so many detectors needs at least. */
export function chartHeight({ detectors }: PerformanceReport): number {
  return 200 + top + 2 * gap + shareHeight + axisHeight + detectors.length * laneHeight;
}

export function chunkAt({ chunks }: PerformanceReport, x: number, { width }: Size): number | null {
  const place = Math.floor(((x - left) / Math.max(1, width - left - right)) * chunks.length);
  return place >= 0 && place < chunks.length ? place : null;
}

export function eventsOf({ chunks, detectors }: PerformanceReport, place: number): Array<{ readonly detector: string; readonly events: readonly DetectorEvent[] }> {
  const chunk = chunks[place];
  return detectors.map(({ detector, events }) => ({ detector, events: events.filter(({ side, chunk: key }) => side === chunk?.side && key === chunk.key) }));
}

export function drawPerformance(context: CanvasRenderingContext2D, size: Size, { report, metric, at }: PerformancePicture, theme: ThemeColors): void {
  const geometry = geometryOf(report, size);
  const { cell, plotBottom } = geometry;
  const { chunks } = report;
  const x = (place: number) => left + (place + 0.5) * cell;
  const [low, high] = rangeOf(report, metric);
  const y = (value: number) => plotBottom - ((Math.max(low, Math.min(high, value)) - low) / (high - low)) * (plotBottom - top);
  context.font = theme.font;
  context.lineWidth = 1;
  context.textBaseline = 'middle';
  if (at !== null) {
    context.fillStyle = theme.text;
    context.globalAlpha = 0.08;
    context.fillRect(x(at) - Math.max(2, cell) / 2, top, Math.max(2, cell), size.height - axisHeight - top);
    context.globalAlpha = 1;
  }
  scale(context, size, low, high, y, theme);
  band(context, size, metric, { low, high }, y, theme);
  curve(context, chunks.map((chunk) => chunk.estimated?.[metric.name] ?? null), { x, y, cell }, { color: theme.series[3] ?? theme.muted, dash: [5, 4], isHollow: true, shift: cell >= 14 ? 3 : 0 }, theme);
  curve(context, chunks.map((chunk) => chunk.realised?.[metric.name] ?? null), { x, y, cell }, { color: theme.series[0] ?? theme.text, dash: [], isHollow: false, shift: cell >= 14 ? -3 : 0 }, theme);
  shares(context, size, report, geometry, x, theme);
  lanes(context, size, report, geometry, x, theme);
  sides(context, size, report, geometry, theme);
}

/** Room for all values, their intervals and the band, and a little more; never of no height. */
function rangeOf({ chunks }: PerformanceReport, { name, low, high }: PerformanceMetric): readonly [number, number] {
  const points = chunks.flatMap((chunk) => [chunk.realised?.[name], chunk.estimated?.[name]]).filter((point) => point !== undefined);
  const values = [...points.flatMap(({ value, band: ends }) => [value, ...(ends ?? [])]), low, high].filter((value): value is number => value !== null);
  if (values.length === 0) return [0, 1];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((most - least) * 0.06, Math.abs(most) * 1e-6, 1e-9);
  return [least - room, most + room];
}

function scale(context: CanvasRenderingContext2D, { width }: Size, low: number, high: number, y: (value: number) => number, theme: ThemeColors): void {
  context.textAlign = 'right';
  for (const tick of niceTicks(low, high, 7)) {
    context.strokeStyle = theme.grid;
    context.globalAlpha = 0.5;
    line(context, left, Math.round(y(tick)) + 0.5, width - right, Math.round(y(tick)) + 0.5);
    context.globalAlpha = 1;
    context.fillStyle = theme.muted;
    context.fillText(shortNumber(tick), left - 8, y(tick));
  }
}

function band(context: CanvasRenderingContext2D, { width }: Size, metric: PerformanceMetric, range: { readonly low: number; readonly high: number }, y: (value: number) => number, theme: ThemeColors): void {
  if (metric.low === null && metric.high === null) return;
  const [upper, lower] = [y(metric.high ?? range.high), y(metric.low ?? range.low)];
  context.fillStyle = theme.muted;
  context.globalAlpha = theme.kind.startsWith('hc') ? 0.12 : 0.14;
  context.fillRect(left, upper, width - left - right, Math.max(1, lower - upper));
  context.globalAlpha = 1;
  context.strokeStyle = theme.muted;
  context.setLineDash([2, 3]);
  for (const edge of [metric.low, metric.high]) if (edge !== null) line(context, left, y(edge), width - right, y(edge));
  context.setLineDash([]);
}

interface CurveLook {
  readonly color: string;
  readonly dash: readonly number[];
  readonly isHollow: boolean;
  /** So that two points of one chunk do not hide each other. */
  readonly shift: number;
}

interface Point {
  readonly value: number | null;
  readonly band: readonly [number, number] | null;
  readonly alert: string | null;
}

function curve(context: CanvasRenderingContext2D, points: ReadonlyArray<Point | null>, { x, y, cell }: { readonly x: (place: number) => number; readonly y: (value: number) => number; readonly cell: number }, look: CurveLook, theme: ThemeColors): void {
  context.strokeStyle = look.color;
  context.lineWidth = 1.75;
  context.setLineDash([...look.dash]);
  context.beginPath();
  let isDown = false;
  points.forEach((point, place) => {
    if (point === null || point.value === null) isDown = false;
    else if (isDown) context.lineTo(x(place) + look.shift, y(point.value));
    else {
      context.moveTo(x(place) + look.shift, y(point.value));
      isDown = true;
    }
  });
  context.stroke();
  context.setLineDash([]);
  context.lineWidth = 1;
  points.forEach((point, place) => {
    if (point === null || point.value === null) return;
    const [px, py] = [x(place) + look.shift, y(point.value)];
    if (point.band && cell >= 5) {
      context.strokeStyle = look.color;
      context.globalAlpha = look.isHollow ? 0.6 : 0.9;
      line(context, px, y(point.band[0]), px, y(point.band[1]));
      context.globalAlpha = 1;
    }
    if (cell >= 6 || point.alert !== null) mark(context, px, py, look, theme);
    if (point.alert === null) return;
    // An alarm is a ring besides its colour.
    context.strokeStyle = theme.series[4] ?? theme.text;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(px, py, 7, 0, 2 * Math.PI);
    context.stroke();
    context.lineWidth = 1;
  });
}

function mark(context: CanvasRenderingContext2D, x: number, y: number, { color, isHollow }: CurveLook, theme: ThemeColors): void {
  context.fillStyle = isHollow ? theme.background : color;
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  context.beginPath();
  if (isHollow) diamond(context, x, y, 4);
  else context.arc(x, y, 3.2, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  context.lineWidth = 1;
}

function diamond(context: CanvasRenderingContext2D, x: number, y: number, reach: number): void {
  context.moveTo(x, y - reach);
  context.lineTo(x + reach, y);
  context.lineTo(x, y + reach);
  context.lineTo(x - reach, y);
  context.closePath();
}

/** Below the plot: of each chunk the share of rows whose label has come. */
function shares(context: CanvasRenderingContext2D, size: Size, { chunks }: PerformanceReport, { cell, shareTop }: Geometry, x: (place: number) => number, theme: ThemeColors): void {
  const width = Math.max(1, Math.min(26, cell - 3));
  label(context, 'labelled', shareTop + shareHeight / 2, theme);
  chunks.forEach(({ rows, labelled }, place) => {
    const share = rows === 0 ? 0 : labelled / rows;
    context.strokeStyle = theme.grid;
    if (width >= 4) context.strokeRect(x(place) - width / 2 + 0.5, shareTop + 0.5, width - 1, shareHeight - 1);
    context.fillStyle = theme.muted;
    context.globalAlpha = 0.55;
    context.fillRect(x(place) - width / 2, shareTop + shareHeight * (1 - share), width, shareHeight * share);
    context.globalAlpha = 1;
  });
  context.strokeStyle = theme.grid;
  line(context, left, shareTop + shareHeight + 0.5, size.width - right, shareTop + shareHeight + 0.5);
}

/** One lane a detector: a hollow triangle for warnings, a full diamond for drifts. */
function lanes(context: CanvasRenderingContext2D, size: Size, report: PerformanceReport, { cell, lanesTop }: Geometry, x: (place: number) => number, theme: ThemeColors): void {
  const red = theme.series[4] ?? theme.text;
  const yellow = theme.series[1] ?? theme.text;
  report.detectors.forEach(({ detector }, lane) => {
    const y = lanesTop + (lane + 0.5) * laneHeight;
    label(context, detectorName(detector), y, theme);
    context.strokeStyle = theme.grid;
    context.globalAlpha = 0.5;
    line(context, left, Math.round(y) + 0.5, size.width - right, Math.round(y) + 0.5);
    context.globalAlpha = 1;
  });
  report.chunks.forEach((_, place) => {
    eventsOf(report, place).forEach(({ events }, lane) => {
      const y = lanesTop + (lane + 0.5) * laneHeight;
      const hasDrift = events.some(({ state }) => state === 'drift');
      const hasWarning = events.some(({ state }) => state === 'warning');
      const aside = hasDrift && hasWarning && cell >= 18 ? 6 : 0;
      if (hasWarning && (!hasDrift || aside > 0)) {
        context.strokeStyle = yellow;
        context.fillStyle = theme.background;
        context.lineWidth = 1.5;
        context.beginPath();
        context.moveTo(x(place) - aside, y - 4.5);
        context.lineTo(x(place) - aside + 5, y + 4);
        context.lineTo(x(place) - aside - 5, y + 4);
        context.closePath();
        context.fill();
        context.stroke();
        context.lineWidth = 1;
      }
      if (!hasDrift) return;
      context.fillStyle = red;
      context.beginPath();
      diamond(context, x(place) + aside, y, 5.5);
      context.fill();
    });
  });
}

/** Where the reference ends, and the first and last chunk of each side by name. */
function sides(context: CanvasRenderingContext2D, size: Size, { chunks }: PerformanceReport, { cell }: Geometry, theme: ThemeColors): void {
  const before = chunks.filter(({ side }) => side === 'reference').length;
  const border = left + before * cell;
  context.strokeStyle = theme.text;
  context.setLineDash([4, 3]);
  if (before > 0 && before < chunks.length) line(context, Math.round(border) + 0.5, top - 6, Math.round(border) + 0.5, size.height - axisHeight);
  context.setLineDash([]);
  context.fillStyle = theme.muted;
  context.textAlign = 'left';
  const y = size.height - axisHeight / 2 + 2;
  const name = (from: number, to: number, word: string) => {
    if (to <= from) return;
    const start = left + from * cell + 2;
    const room = (to - from) * cell - 4;
    const [first, last] = [chunks[from]?.from?.slice(0, 10), chunks[to - 1]?.to?.slice(0, 10)];
    context.fillText(fitted(context, first && last ? `${word} ${first} – ${last}` : word, room), start, y);
  };
  name(0, before, 'reference');
  name(before, chunks.length, 'current');
}

function label(context: CanvasRenderingContext2D, text: string, y: number, theme: ThemeColors): void {
  context.fillStyle = theme.muted;
  context.textAlign = 'right';
  context.fillText(fitted(context, text, left - 12), left - 8, y);
}

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}
