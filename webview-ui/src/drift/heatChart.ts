import { stateAt } from '../../../src/core/drift/timeline.ts';
import { windowText } from '../../../src/core/drift/export/words.ts';
import type { DriftPicture } from '../../../src/protocol/drift.ts';
import type { Size } from '../charts/CanvasFrame.tsx';
import type { ThemeColors } from '../charts/palette.ts';
import { plain } from '../shell/words.ts';
import { fitted } from './levelChart.ts';

export interface HeatPlace {
  readonly row: number;
  readonly window: number;
}

export interface HeatView {
  /** First row in sight. */
  readonly first: number;
  readonly at: HeatPlace | null;
  /** The window the rest of the panel shows. */
  readonly chosen: number;
}

export const heatRow = 20;
export const heatHead = 30;
const gutter = 8;
/** A weight from here on has the full strength. */
const strongest = 5;

interface Geometry {
  readonly label: number;
  readonly cell: number;
}

/** The names take what the longest one needs, within bounds. */
export function heatGeometry({ windows, timeline }: DriftPicture, { width }: Size): Geometry {
  const longest = timeline.names.reduce((most, name) => Math.max(most, name.length), 0);
  const label = Math.max(90, Math.min(Math.round(width * 0.24), 24 + longest * 7));
  return { label, cell: Math.max(6, Math.min(84, (width - label - gutter * 2) / Math.max(1, windows.length))) };
}

export function heatAt(picture: DriftPicture, { x, y }: { readonly x: number; readonly y: number }, size: Size, first: number): HeatPlace | null {
  const { label, cell } = heatGeometry(picture, size);
  const window = Math.floor((x - label) / cell);
  const row = first + Math.floor((y - heatHead) / heatRow);
  const isInside = y >= heatHead && window >= 0 && window < picture.windows.length && row >= 0 && row < picture.timeline.names.length;
  return isInside ? { row, window } : null;
}

/** Rows in sight below the heading. */
export function rowsInSight({ height }: Size): number {
  return Math.max(1, Math.floor((height - heatHead) / heatRow));
}

export function drawHeat(context: CanvasRenderingContext2D, size: Size, picture: DriftPicture, { first, at, chosen }: HeatView, theme: ThemeColors): void {
  const { windows, timeline } = picture;
  const { label, cell } = heatGeometry(picture, size);
  const last = Math.min(timeline.names.length, first + rowsInSight(size));
  const paint = painter(context, theme);
  context.font = theme.font;
  context.textBaseline = 'middle';
  heading(context, picture, { label, cell }, chosen, theme);
  for (let row = first; row < last; row++) {
    const y = heatHead + (row - first) * heatRow;
    const isAt = at?.row === row;
    context.fillStyle = isAt ? theme.text : theme.muted;
    context.textAlign = 'right';
    context.fillText(fitted(context, plain(timeline.names[row] ?? ''), label - 20), label - 10, y + heatRow / 2);
    for (let window = 0; window < windows.length; window++) {
      const place = row * windows.length + window;
      paint(timeline.states[place] ?? 0, timeline.weights[place] ?? NaN, label + window * cell, y, cell);
    }
  }
  if (at && at.row >= first && at.row < last) {
    context.strokeStyle = theme.text;
    context.lineWidth = 2;
    context.strokeRect(label + at.window * cell, heatHead + (at.row - first) * heatRow, Math.max(4, cell - 1), heatRow - 1);
  }
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
}

/** One cell; its sign tells the state where colour does not. */
export function painter(context: CanvasRenderingContext2D, theme: ThemeColors): (code: number, weight: number, x: number, y: number, width: number) => void {
  const isHighContrast = theme.kind.startsWith('hc');
  const red = theme.series[4] ?? theme.text;
  return (code, weight, x, y, cell) => {
    const state = stateAt(code);
    if (state === null) return;
    const [width, height] = [Math.max(2, cell - 2), heatRow - 2];
    const size = Number.isNaN(weight) ? 0 : weight;
    context.globalAlpha = state === 'drift' ? 0.3 + 0.6 * Math.min(1, size / strongest) : (isHighContrast ? 0.12 : 0.05) + 0.08 * Math.min(1, size);
    context.fillStyle = state === 'drift' ? red : theme.text;
    context.fillRect(x, y, width, height);
    context.globalAlpha = 1;
    if (isHighContrast && state === 'drift') {
      context.strokeStyle = theme.text;
      context.lineWidth = 1;
      context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
    }
    if (state === 'none' || width < 8) return;
    const middle = { x: x + width / 2, y: y + height / 2 };
    context.fillStyle = state === 'drift' ? theme.text : theme.muted;
    if (state === 'drift') {
      context.beginPath();
      context.arc(middle.x, middle.y, 2.5, 0, 2 * Math.PI);
      context.fill();
    } else if (state === 'negligible') context.fillRect(middle.x - 4, middle.y - 0.75, 8, 1.5);
    else {
      context.textAlign = 'center';
      context.fillText('?', middle.x, middle.y + 0.5);
    }
  };
}

function heading(context: CanvasRenderingContext2D, { windows }: DriftPicture, { label, cell }: Geometry, chosen: number, theme: ThemeColors): void {
  const every = Math.max(1, Math.ceil(76 / cell));
  windows.forEach((head, window) => {
    const x = label + window * cell;
    if (window === chosen) {
      context.fillStyle = theme.text;
      context.fillRect(x, heatHead - 5, Math.max(2, cell - 2), 2);
    }
    const isNear = Math.abs(window - chosen) < every && window !== chosen;
    if (window !== chosen && (window % every !== 0 || isNear)) return;
    context.fillStyle = window === chosen ? theme.text : theme.muted;
    context.textAlign = 'left';
    const full = windowText(head.window).split(' – ').at(-1) ?? '';
    context.fillText(fitted(context, full === '' ? String(window + 1) : full, Math.max(cell * every - 6, 40)), x, 12);
  });
}
