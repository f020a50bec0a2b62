import { counted } from '../core/base/counted.ts';
import { performanceSummary } from '../core/drift/performance/performanceWords.ts';
import type { DriftColumn, DriftFamily, DriftReport, DriftState, Range } from '../core/model/drift.ts';
import { groupsText } from './biasText.ts';
import { performanceText } from './performanceText.ts';
import { clean, type Style } from './style.ts';
import { table } from './table.ts';

const mostUnchanged = 20;
const order: readonly DriftState[] = ['drift', 'negligible', 'unknown', 'none'];

/** A drift report for a person: the verdict, then columns with the weightiest first, families, slices and problems. */
export function driftText(report: DriftReport, style: Style): string {
  const ranked = [...report.columns].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || Math.abs(b.effect ?? 0) - Math.abs(a.effect ?? 0));
  const unchanged = ranked.filter(({ state }) => state === 'none');
  const shown = ranked.filter((column) => column.state !== 'none' || unchanged.indexOf(column) < mostUnchanged);
  const parts = [[head(report, style), ...(report.performance === undefined ? [] : [clean(`Performance: ${performanceSummary(report.performance)}`)])].join('\n')];
  if (shown.length > 0) parts.push(table(['STATE', 'COLUMN', 'EFFECT', '95 %', 'ADJUSTED P', 'MISSING', 'ADJUSTED P', 'REASON'], shown.map(columnRow), style));
  if (shown.length < ranked.length) parts.push(style.dim(`and ${ranked.length - shown.length} more columns without a change`));
  if (report.families.length > 0) parts.push(table(['STATE', 'FAMILY', 'EFFECT', '95 %', 'P', 'REASON'], report.families.map(familyRow), style));
  if (report.slices.length > 0) {
    const rows = report.slices.map(({ flagged, where, measure, values, pAdjusted }) => [
      flagged ? 'flagged' : '–',
      where.map(({ column, value }) => `${column} ${value}`).join(' and '),
      measure,
      values.reference,
      values.current,
      pText(pAdjusted),
    ]);
    parts.push(table(['SLICE', 'WHERE', 'MEASURE', 'REFERENCE', 'CURRENT', 'ADJUSTED P'], rows, style));
  }
  if (report.performance !== undefined) parts.push(performanceText(report.performance, style));
  if (report.bias !== undefined) parts.push(groupsText(report.bias, style));
  const problems = [
    ...report.problems.map(({ side, message }) => `${side}: ${message}`),
    ...report.columns.flatMap(({ name, problems: own }) => own.map(({ message }) => `${name}: ${message}`)),
  ];
  if (problems.length > 0) parts.push([style.dim('PROBLEMS'), ...problems.map(clean)].join('\n'));
  parts.push(style.dim(`${report.engine.dependence}; ${report.digest}`));
  return parts.join('\n\n');
}

function head({ verdict, reason, rows, window, key }: DriftReport, style: Style): string {
  const word = verdict === 'drift' ? style.bad('drift') : verdict === 'unknown' ? style.warn('unknown') : style.good('no drift');
  const span = window.from === null || window.to === null ? '' : `, ${window.from} to ${window.to}`;
  const of = [key.model === null ? '' : ` · ${key.model}`, key.commit === null ? '' : ` · commit ${key.commit.slice(0, 8)}`].join('');
  return `${style.bold(word)}  ${clean(reason)}\n${style.dim(clean(`${counted(rows.reference, 'row', 'rows')} against ${rows.current}${span}${of}`))}`;
}

/** Effect and p of the distribution side by side, missing values with a p of their own: one would not explain the other. */
function columnRow({ state, name, effect, effectInterval, pAdjusted, tests, nullShare, reason }: DriftColumn): Array<string | null> {
  const of = (subject: 'distribution' | 'nulls') => (tests.length === 0 && subject === 'distribution' ? pAdjusted : (tests.find((test) => test.subject === subject)?.pAdjusted ?? null));
  return [state, name, short(effect), rangeText(effectInterval), pText(of('distribution')), `${percent(nullShare.reference)} → ${percent(nullShare.current)}`, pText(of('nulls')), reason];
}

function familyRow({ state, name, effect, effectInterval, pValue, reason }: DriftFamily): Array<string | null> {
  return [state, name, short(effect), rangeText(effectInterval), pText(pValue), reason];
}

function short(value: number | null): string | null {
  return value === null ? null : String(Number(value.toPrecision(3)));
}

function rangeText(range: Range | null): string | null {
  return range === null ? null : `${short(range[0])} to ${short(range[1])}`;
}

function percent(share: number | null): string {
  return share === null ? '–' : `${Number((100 * share).toPrecision(3))} %`;
}

function pText(p: number | null): string | null {
  if (p === null) return null;
  return p === 0 ? '< 1e-300' : p < 0.001 ? p.toExponential(1) : String(Number(p.toPrecision(2)));
}
