/** What a progress bar in a log says. */
export interface LogProgress {
  /** 0 to 100. */
  readonly percent: number;
  readonly done: number | null;
  readonly total: number | null;
  /** Time left as the bar says; null where it does not. */
  readonly etaMs: number | null;
  /** The bar's own words before it: `Epoch 3`. */
  readonly label: string | null;
}

const maxLength = 4096;
const percentBar = /(\d{1,3}(?:\.\d+)?)%\s?\|/;
const bracket = /\|\s*([\d.]+)([kMGT]?)\w*\/([\d.]+)([kMGT]?)\w* \[([\d:]+)<([\d:]+|\?)/;
const counted = /(?:^|\s)(\d+)\/(\d+)\s+[\[━╸╺=>.]/;
const eta = /(?:ETA|eta)[:\s]+((?:\d+:)?\d+:\d{2}|\d+s)/;
const plain = /(?:^|[\s[(])(\d{1,3}(?:\.\d+)?)\s?%/;
const scales: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** Reads one line as a progress bar: tqdm's form first, then a counted bar (`57/100 ━━━`), then a bare percentage. */
export function parseProgress(line: string): LogProgress | undefined {
  if (line.length > maxLength) return undefined;
  return tqdm(line) ?? countedBar(line) ?? percentage(line);
}

/** The newest bar of these lines, looked for from the last one up. */
export function lastProgress(lines: readonly string[], lookBack = 20): LogProgress | undefined {
  for (let at = lines.length - 1; at >= Math.max(0, lines.length - lookBack); at -= 1) {
    const found = parseProgress(lines[at] ?? '');
    if (found) return found;
  }
  return undefined;
}

function tqdm(line: string): LogProgress | undefined {
  const bar = percentBar.exec(line);
  if (!bar) return undefined;
  const counts = bracket.exec(line);
  const scaled = (number: string | undefined, unit: string | undefined) => Math.round(Number(number) * (scales[unit ?? ''] ?? 1));
  return {
    percent: clamp(Number(bar[1])),
    done: counts ? scaled(counts[1], counts[2]) : null,
    total: counts ? scaled(counts[3], counts[4]) : null,
    etaMs: duration(counts?.[6]),
    label: labelOf(line.slice(0, bar.index)),
  };
}

function countedBar(line: string): LogProgress | undefined {
  const counts = counted.exec(line);
  if (!counts) return undefined;
  const done = Number(counts[1]);
  const total = Number(counts[2]);
  if (total === 0 || done > total) return undefined;
  return { percent: clamp((100 * done) / total), done, total, etaMs: duration(eta.exec(line)?.[1]), label: labelOf(line.slice(0, counts.index)) };
}

function percentage(line: string): LogProgress | undefined {
  const found = plain.exec(line);
  if (!found || Number(found[1]) > 100) return undefined;
  return { percent: Number(found[1]), done: null, total: null, etaMs: duration(eta.exec(line)?.[1]), label: labelOf(line.slice(0, found.index)) };
}

function clamp(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}

function labelOf(text: string): string | null {
  const label = text.trim().replace(/[:\s]+$/, '');
  return label === '' ? null : label;
}

function duration(text: string | undefined): number | null {
  if (text === undefined || text === '?') return null;
  if (text.endsWith('s')) return Number(text.slice(0, -1)) * 1_000;
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1_000;
}
