import type { DriftReport, DriftShape, Range } from '../../model/drift.ts';
import { stateAt, timelineOf } from '../timeline.ts';
import { escapeHtml } from './escape.ts';
import { percent, shortNumber, stateWords, windowText } from './words.ts';

const round = (value: number): string => String(Math.round(value * 10) / 10);

function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total > 0 ? count / total : 0));
}

/** Both distributions over one axis, as shares; widths of the bins are true, so heights are densities. */
export function shapeSvg(shape: DriftShape, name: string): string {
  return 'levels' in shape ? levelsSvg(shape, name) : binsSvg(shape, name);
}

function binsSvg({ edges, reference, current, quantiles }: Extract<DriftShape, { edges: unknown }>, name: string): string {
  const [width, height, left] = [560, 150, 8];
  const low = edges[0] ?? 0;
  const high = edges.at(-1) ?? 0;
  const x = (value: number) => left + (high > low ? (Math.max(low, Math.min(high, value)) - low) / (high - low) : 0.5) * (width - 2 * left);
  const densities = (counts: readonly number[]) => sharesOf(counts).map((share, bin) => share / Math.max((edges[bin + 1] ?? 0) - (edges[bin] ?? 0), Number.MIN_VALUE));
  const sides = [densities(reference), densities(current)] as const;
  const top = Math.max(...sides[0], ...sides[1], Number.MIN_VALUE);
  const outline = (heights: readonly number[]) => {
    const steps = heights.map((value, bin) => `V${round(height - (value / top) * (height - 10))}H${round(x(edges[bin + 1] ?? high))}`);
    return `M${round(x(low))},${height}${steps.join('')}V${height}Z`;
  };
  const strip = (values: readonly number[], y: number, side: string) => {
    const at = (share: number) => values[quantiles.shares.findIndex((one) => Math.abs(one - share) < 1e-9)];
    const [p5, p25, p50, p75, p95] = [at(0.05), at(0.25), at(0.5), at(0.75), at(0.95)];
    if (p5 === undefined || p25 === undefined || p50 === undefined || p75 === undefined || p95 === undefined) return '';
    return `<g class="${side}-line"><title>5 % ${shortNumber(p5)}, 25 % ${shortNumber(p25)}, median ${shortNumber(p50)}, 75 % ${shortNumber(p75)}, 95 % ${shortNumber(p95)}</title><line x1="${round(x(p5))}" x2="${round(x(p95))}" y1="${y}" y2="${y}" stroke-width="1.5"/><line x1="${round(x(p25))}" x2="${round(x(p75))}" y1="${y}" y2="${y}" stroke-width="6" opacity="0.55"/><line x1="${round(x(p50))}" x2="${round(x(p50))}" y1="${y - 6}" y2="${y + 6}" stroke-width="2.5"/></g>`;
  };
  return `<svg viewBox="0 0 ${width} ${height + 52}" role="img" aria-label="${escapeHtml(`Distributions of ${name}`)}"><path class="reference-area" d="${outline(sides[0])}"/><path class="current-area" d="${outline(sides[1])}"/><line class="axis" x1="${left}" x2="${width - left}" y1="${height}" y2="${height}"/>${strip(quantiles.reference, height + 13, 'reference')}${strip(quantiles.current, height + 29, 'current')}<text x="${left}" y="${height + 48}">${shortNumber(low)}</text><text x="${width - left}" y="${height + 48}" text-anchor="end">${shortNumber(high)}</text></svg>`;
}

const shownLevels = 16;

function levelsSvg({ levels, reference, current }: Extract<DriftShape, { levels: unknown }>, name: string): string {
  const sides = [sharesOf(reference), sharesOf(current)] as const;
  const order = levels.map((_, place) => place).sort((a, b) => Math.max(sides[0][b] ?? 0, sides[1][b] ?? 0) - Math.max(sides[0][a] ?? 0, sides[1][a] ?? 0) || a - b);
  const shown = order.slice(0, shownLevels);
  const top = Math.max(...shown.map((place) => Math.max(sides[0][place] ?? 0, sides[1][place] ?? 0)), Number.MIN_VALUE);
  const [label, room, step] = [150, 300, 24];
  const bar = (share: number, y: number, side: string) => `<rect class="${side}-bar" x="${label}" y="${y}" width="${round((share / top) * room)}" height="8"/>`;
  const rows = shown.map((place, index) => {
    const [before, after] = [sides[0][place] ?? 0, sides[1][place] ?? 0];
    const mark = (reference[place] ?? 0) === 0 ? ' new' : (current[place] ?? 0) === 0 ? ' vanished' : '';
    const text = levels[place] ?? '';
    const short = text.length > 22 ? `${text.slice(0, 21)}…` : text;
    const y = index * step;
    return `<text x="${label - 8}" y="${y + 13}" text-anchor="end">${escapeHtml(short)}</text>${bar(before, y + 1, 'reference')}${bar(after, y + 10, 'current')}<text x="${label + room + 8}" y="${y + 13}">${percent(before)} → ${percent(after)}${mark}</text>`;
  });
  const rest = order.length - shown.length;
  const height = shown.length * step + (rest > 0 ? 20 : 2);
  return `<svg viewBox="0 0 600 ${height}" role="img" aria-label="${escapeHtml(`Levels of ${name}`)}">${rows.join('')}${rest > 0 ? `<text x="${label}" y="${height - 5}">and ${rest} more</text>` : ''}</svg>`;
}

const widest = 3;

/** An effect and its interval on a scale of its threshold, which stands at one place in every row. */
export function effectSvg(effect: number, interval: Range | null, threshold: number): string {
  const x = (value: number) => (Math.max(0, Math.min(widest, value / threshold)) / widest) * 118 + 1;
  const whisker = interval ? `<line class="whisker" x1="${round(x(interval[0]))}" x2="${round(x(interval[1]))}" y1="8" y2="8"/>` : '';
  return `<svg viewBox="0 0 120 16" width="120" height="16" aria-hidden="true"><rect class="effect-bar" x="1" y="5" width="${round(x(effect) - 1)}" height="6"/>${whisker}<line class="threshold" x1="${round(x(threshold))}" x2="${round(x(threshold))}" y1="1" y2="15"/></svg>`;
}

const mapRows = 60;

/** Columns × windows; each cell also carries its word, so that no colour is needed to read it. */
export function heatSvg(reports: readonly DriftReport[]): string {
  const { rows, states, weights } = timelineOf(reports);
  const shown = rows.slice(0, mapRows);
  const [label, size] = [200, Math.max(10, Math.min(34, Math.floor(760 / Math.max(1, reports.length))))];
  const cells = shown.flatMap(({ name }, row) =>
    reports.map((report, window) => {
      const state = stateAt(states[row * reports.length + window] ?? 0);
      const weight = weights[row * reports.length + window] ?? NaN;
      const opacity = state === 'drift' ? 0.4 + 0.6 * Math.min(1, (Number.isNaN(weight) ? 1 : weight) / widest) : 1;
      const title = `${name}, ${windowText(report.window) || `window ${window + 1}`}: ${state === null ? 'not in this report' : stateWords[state]}${Number.isNaN(weight) ? '' : `, ${shortNumber(weight)} × threshold`}`;
      const mark = state === 'drift' ? '●' : state === 'unknown' ? '?' : state === 'negligible' ? '–' : '';
      const at = { x: label + window * size, y: row * 16 };
      return `<g><title>${escapeHtml(title)}</title><rect class="heat-${state ?? 'absent'}" x="${at.x}" y="${at.y}" width="${size - 1}" height="15" fill-opacity="${round(opacity)}"/>${mark === '' ? '' : `<text class="heat-mark" x="${at.x + (size - 1) / 2}" y="${at.y + 11}" text-anchor="middle">${mark}</text>`}</g>`;
    }),
  );
  const labels = shown.map(({ name }, row) => `<text x="${label - 8}" y="${row * 16 + 11}" text-anchor="end">${escapeHtml(name.length > 30 ? `${name.slice(0, 29)}…` : name)}</text>`);
  const height = shown.length * 16 + (rows.length > shown.length ? 20 : 0);
  const more = rows.length > shown.length ? `<text x="${label}" y="${height - 5}">and ${rows.length - shown.length} more columns</text>` : '';
  return `<svg viewBox="0 0 ${label + reports.length * size} ${height}" width="${label + reports.length * size}" role="img" aria-label="Columns over windows">${labels.join('')}${cells.join('')}${more}</svg>`;
}
