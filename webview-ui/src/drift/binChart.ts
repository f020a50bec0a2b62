import type { DriftShape } from '../../../src/core/model/drift.ts';
import { shortNumber } from '../../../src/core/drift/export/words.ts';
import type { Size } from '../charts/CanvasFrame.tsx';
import type { ThemeColors } from '../charts/palette.ts';
import { niceTicks } from './ticks.ts';

type BinShape = Extract<DriftShape, { edges: unknown }>;

export interface BinChart {
  readonly shape: BinShape;
  readonly isTime: boolean;
  /** Bin under the cursor. */
  readonly at: number | null;
}

export const binChartHeight = 232;

const left = 10;
const top = 8;
const plotBottom = 156;
const strips = { reference: 172, current: 190 } as const;
const axisText = 224;

function scaleOf({ edges }: BinShape, { width }: Size): (value: number) => number {
  const low = edges[0] ?? 0;
  const high = edges.at(-1) ?? 0;
  return (value) => left + (high > low ? (Math.max(low, Math.min(high, value)) - low) / (high - low) : 0.5) * (width - 2 * left);
}

/** Bins are as wide as they are, so their heights are shares by width; a bin without width gets the narrowest one's. */
function densities({ edges }: BinShape, counts: readonly number[]): number[] {
  const widths = counts.map((_, bin) => (edges[bin + 1] ?? 0) - (edges[bin] ?? 0));
  const narrowest = Math.min(...widths.filter((width) => width > 0), Number.MAX_VALUE);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count, bin) => (total > 0 ? count / total / ((widths[bin] ?? 0) > 0 ? (widths[bin] ?? 1) : narrowest) : 0));
}

export function binAt({ edges, reference }: BinShape, x: number, size: Size): number | null {
  const scale = scaleOf({ edges, reference } as BinShape, size);
  for (let bin = 0; bin < reference.length; bin++) if (x <= scale(edges[bin + 1] ?? 0)) return bin;
  return reference.length > 0 ? reference.length - 1 : null;
}

export function drawBins(context: CanvasRenderingContext2D, size: Size, { shape, isTime, at }: BinChart, theme: ThemeColors): void {
  const x = scaleOf(shape, size);
  const before = densities(shape, shape.reference);
  const after = densities(shape, shape.current);
  const highest = Math.max(...before, ...after, Number.MIN_VALUE);
  const y = (density: number) => plotBottom - (density / highest) * (plotBottom - top);
  const blue = theme.series[0] ?? theme.text;
  const isHighContrast = theme.kind.startsWith('hc');
  if (at !== null) {
    context.fillStyle = theme.text;
    context.globalAlpha = 0.1;
    context.fillRect(x(shape.edges[at] ?? 0), top, Math.max(2, x(shape.edges[at + 1] ?? 0) - x(shape.edges[at] ?? 0)), plotBottom - top);
    context.globalAlpha = 1;
  }
  const outline = (heights: readonly number[]) => {
    context.beginPath();
    context.moveTo(x(shape.edges[0] ?? 0), plotBottom);
    heights.forEach((height, bin) => {
      context.lineTo(x(shape.edges[bin] ?? 0), y(height));
      context.lineTo(x(shape.edges[bin + 1] ?? 0), y(height));
    });
    context.lineTo(x(shape.edges.at(-1) ?? 0), plotBottom);
  };
  const area = (heights: readonly number[], color: string, fill: number, width: number, dash: number[]) => {
    outline(heights);
    context.fillStyle = color;
    context.globalAlpha = fill;
    context.fill();
    context.globalAlpha = 1;
    outline(heights);
    context.strokeStyle = color;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.stroke();
    context.setLineDash([]);
  };
  area(before, theme.muted, isHighContrast ? 0.12 : 0.26, 1, isHighContrast ? [4, 3] : []);
  area(after, blue, isHighContrast ? 0 : 0.16, 1.75, []);
  context.strokeStyle = theme.grid;
  context.lineWidth = 1;
  line(context, left, plotBottom + 0.5, size.width - left, plotBottom + 0.5);
  strip(context, shape, 'reference', x, theme.muted);
  strip(context, shape, 'current', x, blue);
  axis(context, size, shape, x, isTime, theme);
}

/** 5 to 95 % as a line, the middle half as a bar, the median as a tick. */
function strip(context: CanvasRenderingContext2D, { quantiles }: BinShape, side: 'reference' | 'current', x: (value: number) => number, color: string): void {
  const at = (share: number) => quantiles[side][quantiles.shares.findIndex((one) => Math.abs(one - share) < 1e-9)];
  const [p5, p25, p50, p75, p95] = [at(0.05), at(0.25), at(0.5), at(0.75), at(0.95)];
  if (p5 === undefined || p25 === undefined || p50 === undefined || p75 === undefined || p95 === undefined) return;
  const y = strips[side];
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineWidth = 1.5;
  line(context, x(p5), y, x(p95), y);
  context.globalAlpha = 0.5;
  context.fillRect(x(p25), y - 3.5, Math.max(1, x(p75) - x(p25)), 7);
  context.globalAlpha = 1;
  context.fillRect(x(p50) - 1.25, y - 6, 2.5, 12);
}

function axis(context: CanvasRenderingContext2D, size: Size, { edges }: BinShape, x: (value: number) => number, isTime: boolean, theme: ThemeColors): void {
  const low = edges[0] ?? 0;
  const high = edges.at(-1) ?? 0;
  context.font = theme.font;
  context.fillStyle = theme.muted;
  context.strokeStyle = theme.grid;
  const ticks = isTime ? [low, high] : niceTicks(low, high, Math.max(2, Math.floor(size.width / 90)));
  ticks.forEach((tick) => {
    const at = x(tick);
    line(context, Math.round(at) + 0.5, axisText - 22, Math.round(at) + 0.5, axisText - 18);
    const text = isTime ? new Date(tick).toISOString().slice(0, 10) : shortNumber(tick);
    const half = context.measureText(text).width / 2;
    context.textAlign = 'center';
    context.fillText(text, Math.max(left + half, Math.min(size.width - left - half, at)), axisText - 4);
  });
}

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}
