import type { DriftColumn, DriftReport, DriftState, DriftVerdict } from '../../model/drift.ts';
import type { Decider } from '../ranking.ts';

export const verdictWords: Readonly<Record<DriftVerdict, string>> = { drift: 'Drift', 'no-drift': 'No drift', unknown: 'Unknown' };
export const stateWords: Readonly<Record<DriftState, string>> = { drift: 'drift', negligible: 'negligible', none: 'no drift', unknown: 'unknown' };
export const deciderWords: Readonly<Record<Decider, string>> = { distribution: 'values', nulls: 'missing values', rule: 'type or domain' };

/** Four significant digits; what JSON cannot hold does not come here. */
export function shortNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return value.toExponential(2).replace(/\.?0+e/, 'e').replace('e+', 'e');
  return String(Number(value.toPrecision(4)));
}

export function orDash(value: number | null): string {
  return value === null ? '–' : shortNumber(value);
}

/** A p-value as people read it: never 0. */
export function pText(value: number | null): string {
  if (value === null) return '–';
  if (value === 0) return '< 1e-300';
  return value < 0.0001 ? value.toExponential(1) : String(Number(value.toPrecision(2)));
}

export function percent(share: number | null): string {
  if (share === null) return '–';
  const parts = share * 100;
  if (parts !== 0 && Math.abs(parts) < 0.01) return '< 0.01 %';
  return `${Number(parts.toFixed(Math.abs(parts) < 10 ? 2 : 1))} %`;
}

export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `2026-03-01 – 2026-03-07`; empty where there is no time column. */
export function windowText({ from, to }: DriftReport['window']): string {
  const short = (iso: string | null) => (iso === null ? '…' : iso.replace(/T00:00:00(?:\.0+)?Z?$/, '').replace(/:\d\d(?:\.\d+)?Z?$/, '').replace('T', ' '));
  if (from === null && to === null) return '';
  return short(from) === short(to) ? short(from) : `${short(from)} – ${short(to)}`;
}

/** What read the data and what was assumed of its rows, in one sentence. */
export function engineText({ engine, thresholds }: Pick<DriftReport, 'engine' | 'thresholds'>): string {
  const mode = { exact: 'exact', grid: 'on a grid with error bounds', foreign: 'as that tool judged it' }[engine.mode];
  const dependence = engine.dependence === '' ? '' : `; ${engine.dependence}`;
  return `${engine.name} ${engine.version}, ${mode}, ${engine.reader} reader${dependence}. False discovery rate ${shortNumber(thresholds.alpha)}, families at ${shortNumber(thresholds.familyAlpha)} each.`;
}

export function countsOf(columns: ReadonlyArray<Pick<DriftColumn, 'state'>>): Readonly<Record<DriftState, number>> {
  const counts: Record<DriftState, number> = { drift: 0, negligible: 0, none: 0, unknown: 0 };
  for (const { state } of columns) counts[state]++;
  return counts;
}
