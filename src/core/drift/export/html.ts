import type { DriftColumn, DriftReport } from '../../model/drift.ts';
import { deciderOf, effectThreshold, ranked } from '../ranking.ts';
import { biasHtml } from './biasHtml.ts';
import { escapeHtml as e } from './escape.ts';
import { performanceHtml } from './performanceHtml.ts';
import { pageStyle } from './pageStyle.ts';
import { effectSvg, heatSvg, shapeSvg } from './svg.ts';
import { countsOf, deciderWords, engineText, grouped, orDash, percent, pText, shortNumber, stateWords, verdictWords, windowText } from './words.ts';

export interface DriftPageOptions {
  /** All windows of one reference, oldest first, for a heat map. */
  readonly windows?: readonly DriftReport[];
  /** What a person calls the data, where that is known. */
  readonly names?: { readonly reference: string | null; readonly current: string | null };
}

/**
 * A report as one HTML page: no script, nothing loaded from anywhere, all text from outside escaped. The same report
 * gives the same bytes.
 */
export function driftHtml(report: DriftReport, options: DriftPageOptions = {}): string {
  const order = ranked(report.columns, report.thresholds).flatMap((place) => report.columns[place] ?? []);
  const windows = options.windows ?? [];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${e(`${verdictWords[report.verdict]}: ${options.names?.current ?? report.key.current}`)}</title>
<style>${pageStyle}</style>
</head>
<body>
${heading(report, options)}
${windows.length > 1 ? `<h2>Columns over ${windows.length} windows</h2><div class="scroll">${heatSvg(windows)}</div><p class="faint">● drift, stronger the further above its threshold; – negligible; ? unknown; plain: no drift.</p>` : ''}
${problems(report)}
${columnTable(order, report)}
${families(report)}
${slices(report)}
${report.performance === undefined ? '' : performanceHtml(report.performance)}
${report.bias === undefined ? '' : biasHtml(report.bias)}
${details(order)}
<p class="faint mono">${e(report.digest)}</p>
</body>
</html>
`;
}

function heading(report: DriftReport, { names }: DriftPageOptions): string {
  const { key, rows } = report;
  const counts = countsOf(report.columns);
  const data = (name: string | null | undefined, digest: string, count: number) => `${name ? `${e(name)} <span class="mono faint">${e(digest)}</span>` : `<span class="mono">${e(digest)}</span>`}, ${grouped(count)} rows`;
  const facts: Array<readonly [string, string]> = [
    ['Reference', data(names?.reference, key.reference, rows.reference)],
    ['Current', data(names?.current, key.current, rows.current)],
  ];
  const window = windowText(report.window);
  if (window !== '') facts.push(['Window', e(window)]);
  if (key.model !== null) facts.push(['Model', e(key.model)]);
  if (key.commit !== null) facts.push(['Commit', `<span class="mono">${e(key.commit)}</span>`]);
  facts.push(['Columns', `${counts.drift} drift, ${counts.unknown} unknown, ${counts.negligible} negligible, ${counts.none} no drift`], ['How', e(engineText(report))]);
  return `<h1>${verdictWords[report.verdict]}</h1><p class="lead">${e(report.reason)}</p><dl class="facts">${facts.map(([term, text]) => `<dt>${term}</dt><dd>${text}</dd>`).join('')}</dl>`;
}

function problems(report: DriftReport): string {
  if (report.problems.length === 0) return '';
  return `<h2>Problems of the data</h2><ul>${report.problems.map(({ side, message }) => `<li>${side === 'both' ? 'Both sides' : side === 'reference' ? 'Reference' : 'Current'}: ${e(message)}</li>`).join('')}</ul>`;
}

const state = (column: Pick<DriftColumn, 'state'>, more = '') => `<span class="state state-${column.state}">${stateWords[column.state]}${more}</span>`;

function columnTable(columns: readonly DriftColumn[], report: DriftReport): string {
  if (columns.length === 0) return '<p>This report has no columns.</p>';
  const rows = columns.map((column) => {
    const threshold = effectThreshold(column.kind, report.thresholds);
    const decider = deciderOf(column);
    const picture = column.effect !== null && threshold !== null ? effectSvg(column.effect, column.effectInterval, threshold) : '';
    return `<tr><td class="name">${e(column.name)}</td><td>${state(column, decider ? `: ${deciderWords[decider]}` : '')}</td><td>${picture}</td><td class="num">${orDash(column.effect)}</td><td class="num">${pText(column.pAdjusted)}</td><td class="num">${percent(column.nullShare.reference)} → ${percent(column.nullShare.current)}</td></tr>`;
  });
  return `<h2>Columns</h2><p class="faint">Effect on a scale of its threshold (the upright line), with its interval; the missing values' threshold is ${percent(report.thresholds.nullShare)}.</p><div class="scroll"><table><thead><tr><th>Column</th><th>State</th><th>Effect</th><th class="num"></th><th class="num">Adjusted p</th><th class="num">Missing</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function families({ families: all }: DriftReport): string {
  if (all.length === 0) return '';
  const rows = all.map((family) => `<tr><td class="name">${e(family.name)}</td><td>${state(family)}</td><td>${e(family.method)}</td><td class="num">${orDash(family.effect)}</td><td class="num">${pText(family.pValue)}</td><td class="num">${shortNumber(family.alpha)}</td><td>${e(family.reason)}</td></tr>`);
  return `<h2>Families</h2><div class="scroll"><table><thead><tr><th>Family</th><th>State</th><th>Method</th><th class="num">Effect</th><th class="num">p</th><th class="num">Level</th><th>Why</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function slices({ slices: all }: DriftReport): string {
  if (all.length === 0) return '';
  const rows = all.map(({ where, samples, measure, values, z, pAdjusted, flagged }) => {
    const conditions = where.map(({ column, value }) => `${e(column)} = ${e(value)}`).join(' and ');
    return `<tr><td class="name">${conditions}</td><td>${flagged ? '<span class="state state-drift">flagged</span>' : '<span class="faint">not flagged</span>'}</td><td>${e(measure)}</td><td class="num">${shortNumber(values.reference)} → ${shortNumber(values.current)}</td><td class="num">${shortNumber(z)}</td><td class="num">${pText(pAdjusted)}</td><td class="num">${grouped(samples.reference)} / ${grouped(samples.current)}</td></tr>`;
  });
  return `<h2>Slices</h2><div class="scroll"><table><thead><tr><th>Rows where</th><th></th><th>Measure</th><th class="num">Reference → current</th><th class="num">z</th><th class="num">Adjusted p</th><th class="num">Rows</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

const openAtMost = 40;

function details(columns: readonly DriftColumn[]): string {
  const loud = columns.filter((column) => column.state !== 'none').slice(0, openAtMost);
  const rest = columns.filter((column) => !loud.includes(column));
  const legend = '<p><span class="key"><i class="r"></i>reference</span><span class="key"><i class="c"></i>current</span><span class="faint">bars below: 5 to 95 %, the middle half, the median</span></p>';
  const quiet = rest.length === 0 ? '' : `<details><summary>${rest.length} more ${rest.length === 1 ? 'column' : 'columns'}</summary>${rest.map(detail).join('')}</details>`;
  return columns.length === 0 ? '' : `<h2>Distributions</h2>${legend}${loud.map(detail).join('')}${quiet}`;
}

function detail(column: DriftColumn): string {
  const levels = (title: string, all: DriftColumn['newCategories']) => (all.length === 0 ? '' : `<p><span class="faint">${title}:</span> ${all.slice(0, 12).map(({ value, count }) => `${e(value)} (${grouped(count)})`).join(', ')}${all.length > 12 ? ` and ${all.length - 12} more` : ''}</p>`);
  const measured = Object.entries(column.measures).filter(([, value]) => value !== null);
  const outside = column.outOfRange && column.outOfRange.below + column.outOfRange.above > 0 ? `<p><span class="faint">Outside the reference's range:</span> ${grouped(column.outOfRange.below)} below, ${grouped(column.outOfRange.above)} above</p>` : '';
  return [
    `<section class="column"><header><h3>${e(column.name)}</h3>${state(column)}<span class="faint">${e(column.kind)}</span></header>`,
    `<p>${e(column.reason)}</p>`,
    column.shape ? shapeSvg(column.shape, column.name) : '',
    column.method === null ? '' : `<p><span class="faint">Test:</span> ${e(column.method)}; n = ${grouped(column.samples.reference)} and ${grouped(column.samples.current)}; smallest detectable effect ${orDash(column.smallestDetectable)}</p>`,
    measured.length === 0 ? '' : `<p><span class="faint">Measures:</span> ${measured.map(([name, value]) => `${e(name)} ${orDash(value)}`).join(', ')}</p>`,
    levels('New', column.newCategories),
    levels('Vanished', column.vanishedCategories),
    outside,
    ...column.problems.map(({ message }) => `<p><span class="state-unknown">Problem:</span> ${e(message)}</p>`),
    '</section>',
  ].join('');
}
