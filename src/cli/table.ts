import { clean, type Style } from './style.ts';

export type Cell = string | number | boolean | null | undefined;

const maxWidth = 60;
const gap = '  ';

/** Columns aligned by their widest cell; control characters of foreign text are neutralised. */
export function table(titles: readonly string[], rows: ReadonlyArray<readonly Cell[]>, style: Style, none = 'Nothing found.'): string {
  if (rows.length === 0) return style.dim(none);
  // A title may be a metric's name: as foreign as what stands below it.
  const heads = titles.map((title) => shown(title));
  const last = heads.length - 1;
  // The last column has nothing to push aside: what stands there (an id to copy) is never cut.
  const lines = rows.map((row) => heads.map((_, index) => (index === last ? cellText(row[index]) : shown(row[index]))));
  const widths = heads.map((head, index) => lines.reduce((most, line) => Math.max(most, width(line[index] ?? '')), width(head)));
  const draw = (cells: readonly string[]) =>
    cells.map((cell, index) => (index === last ? cell : cell + ' '.repeat((widths[index] ?? 0) - width(cell)))).join(gap);
  return [style.dim(draw(heads)), ...lines.map(draw)].join('\n');
}

/** For one value on a line of its own: every digit and every letter. */
export function full(value: Cell): string {
  return value === null || value === undefined ? '–' : clean(String(value));
}

function cellText(value: Cell): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : full(value);
}

export function shown(value: Cell): string {
  const text = cellText(value);
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
