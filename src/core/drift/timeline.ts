import type { DriftColumn, DriftReport, DriftState } from '../model/drift.ts';
import { stateOrder, weightOf } from './ranking.ts';

export interface TimelineRow {
  readonly name: string;
  readonly kind: string;
  /** Place of the column in each report; −1 where that report has none of this name. */
  readonly places: readonly number[];
}

/** Columns × windows: what a heat map shows. */
export interface Timeline {
  /** The column to look at first leads. */
  readonly rows: readonly TimelineRow[];
  /** rows × windows, row by row: 1 + place in `stateOrder`; 0 = not in that report. */
  readonly states: Uint8Array;
  /** rows × windows, row by row: see `weightOf`; NaN where nothing was measured. */
  readonly weights: Float64Array;
}

/**
 * Lines up the columns of several reports by name, windows in the order given. Columns of one name within a report are
 * told apart by their order. Ranked by how often a column drifted, then by its newest state and weight.
 */
export function timelineOf(reports: readonly DriftReport[]): Timeline {
  const byKey = new Map<string, { name: string; kind: string; places: number[] }>();
  reports.forEach((report, window) => {
    const seen = new Map<string, number>();
    report.columns.forEach((column, place) => {
      const occurrence = seen.get(column.name) ?? 0;
      seen.set(column.name, occurrence + 1);
      const key = `${occurrence} ${column.name}`;
      const row = byKey.get(key) ?? { name: column.name, kind: column.kind, places: reports.map(() => -1) };
      row.kind = column.kind;
      row.places[window] = place;
      byKey.set(key, row);
    });
  });
  const rows = [...byKey.values()].map((row) => ({ row, rank: rankOf(row.places, reports) }));
  rows.sort((a, b) => b.rank.drifts - a.rank.drifts || a.rank.state - b.rank.state || b.rank.weight - a.rank.weight);
  const states = new Uint8Array(rows.length * reports.length);
  const weights = new Float64Array(rows.length * reports.length).fill(NaN);
  rows.forEach(({ row }, index) => {
    reports.forEach((report, window) => {
      const column = columnAt(report, row.places[window]);
      if (!column) return;
      const at = index * reports.length + window;
      states[at] = 1 + stateOrder.indexOf(column.state);
      weights[at] = weightOf(column, report.thresholds) ?? NaN;
    });
  });
  return { rows: rows.map(({ row }) => row), states, weights };
}

/** The state behind a number of `Timeline.states`. */
export function stateAt(code: number): DriftState | null {
  return code === 0 ? null : (stateOrder[code - 1] ?? null);
}

function columnAt(report: DriftReport, place: number | undefined): DriftColumn | undefined {
  return place === undefined || place < 0 ? undefined : report.columns[place];
}

function rankOf(places: readonly number[], reports: readonly DriftReport[]): { drifts: number; state: number; weight: number } {
  let drifts = 0;
  let state = stateOrder.length;
  let weight = -1;
  reports.forEach((report, window) => {
    const column = columnAt(report, places[window]);
    if (!column) return;
    if (column.drifted) drifts++;
    state = stateOrder.indexOf(column.state);
    weight = weightOf(column, report.thresholds) ?? -1;
  });
  return { drifts, state, weight };
}
