import { clean, type Style } from './style.ts';

export type Cell = string | number | boolean | null | undefined;

const maxWidth = 60;
const gap = '  ';

/** Columns aligned by their widest cell; control characters of foreign text are neutralised. */
export function table(heads: readonly string[], rows: ReadonlyArray<readonly Cell[]>, style: Style): string {
  const lines = rows.map((row) => heads.map((_, index) => shown(row[index])));
  const widths = heads.map((head, index) => lines.reduce((most, line) => Math.max(most, width(line[index] ?? '')), width(head)));
  const draw = (cells: readonly string[]) =>
    cells.map((cell, index) => (index === cells.length - 1 ? cell : cell + ' '.repeat((widths[index] ?? 0) - width(cell)))).join(gap);
  return [style.dim(draw(heads)), ...lines.map(draw)].join('\n');
}

export function shown(value: Cell): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  const text = clean(String(value));
  const characters = [...text];
  return characters.length > maxWidth ? `${characters.slice(0, maxWidth - 1).join('')}…` : text;
}

/** `2026-01-02 03:04` of an ISO time. */
export function shortTime(iso: string | null): string | null {
  return iso === null ? null : iso.slice(0, 16).replace('T', ' ');
}

function width(text: string): number {
  return [...text].length;
}
