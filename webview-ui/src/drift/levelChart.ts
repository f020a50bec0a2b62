import { percent } from '../../../src/core/drift/export/words.ts';
import type { DriftShape } from '../../../src/core/model/drift.ts';
import type { Size } from '../charts/CanvasFrame.tsx';
import type { ThemeColors } from '../charts/palette.ts';
import { plain } from '../shell/words.ts';

export interface LevelRow {
  readonly name: string;
  /** Shares of their side. */
  readonly reference: number;
  readonly current: number;
  readonly mark: 'new' | 'vanished' | null;
}

export interface LevelChart {
  readonly rows: readonly LevelRow[];
  /** Levels that are not drawn; the table has them. */
  readonly rest: number;
  readonly top: number;
}

const drawn = 14;
const rowStep = 26;
const padding = 6;

/** The commonest levels, largest share of either side first. */
export function levelChart({ levels, reference, current }: Extract<DriftShape, { levels: unknown }>): LevelChart {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0) || 1;
  const totals = { reference: total(reference), current: total(current) };
  const rows = levels.map((name, place): LevelRow => {
    const [before, after] = [reference[place] ?? 0, current[place] ?? 0];
    return { name, reference: before / totals.reference, current: after / totals.current, mark: before === 0 && after > 0 ? 'new' : after === 0 && before > 0 ? 'vanished' : null };
  });
  rows.sort((a, b) => Math.max(b.reference, b.current) - Math.max(a.reference, a.current));
  const shown = rows.slice(0, drawn);
  return { rows: shown, rest: rows.length - shown.length, top: Math.max(...shown.map((row) => Math.max(row.reference, row.current)), Number.MIN_VALUE) };
}

export function levelChartHeight({ rows, rest }: LevelChart): number {
  return rows.length * rowStep + 2 * padding + (rest > 0 ? 18 : 0);
}

export function levelAt({ rows }: LevelChart, y: number): number | null {
  const row = Math.floor((y - padding) / rowStep);
  return row >= 0 && row < rows.length ? row : null;
}

export function drawLevels(context: CanvasRenderingContext2D, size: Size, { rows, rest, top }: LevelChart, at: number | null, theme: ThemeColors): void {
  const label = Math.min(150, Math.round(size.width * 0.28));
  const numbers = 176;
  const room = Math.max(40, size.width - label - numbers - 16);
  const blue = theme.series[0] ?? theme.text;
  context.font = theme.font;
  context.textBaseline = 'middle';
  rows.forEach((row, index) => {
    const y = padding + index * rowStep;
    const middle = y + rowStep / 2;
    if (index === at) {
      context.fillStyle = theme.text;
      context.globalAlpha = 0.08;
      context.fillRect(0, y, size.width, rowStep);
      context.globalAlpha = 1;
    }
    context.fillStyle = theme.text;
    context.textAlign = 'right';
    context.fillText(fitted(context, row.name === '' ? '(empty)' : plain(row.name), label - 12), label - 4, middle);
    const wide = (share: number) => (share > 0 ? Math.max(1.5, (share / top) * room) : 0);
    context.fillStyle = theme.muted;
    context.globalAlpha = 0.6;
    context.fillRect(label + 4, middle - 9, wide(row.reference), 8);
    context.globalAlpha = 1;
    context.fillStyle = blue;
    context.fillRect(label + 4, middle + 1, wide(row.current), 8);
    context.fillStyle = theme.muted;
    context.textAlign = 'left';
    context.fillText(`${percent(row.reference)} → ${percent(row.current)}`, label + room + 14, middle);
    if (row.mark) {
      context.fillStyle = theme.text;
      context.textAlign = 'right';
      context.fillText(row.mark === 'new' ? '+ new' : '− vanished', size.width - 8, middle);
    }
  });
  context.textAlign = 'left';
  if (rest > 0) {
    context.fillStyle = theme.muted;
    context.fillText(`and ${rest} more`, label + 4, padding + rows.length * rowStep + 9);
  }
  context.textBaseline = 'alphabetic';
}

/** The text, shortened until it fits; direction marks were taken out before. */
export function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  let short = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  while (short.length > 2 && context.measureText(short).width > width) short = `${short.slice(0, -2).replace(/…$/, '')}…`;
  return short;
}
