import { sideBySide } from '../../../core/drift/foreign/sideBySide.ts';
import { countsOf } from '../../../core/drift/export/words.ts';
import { deciderOf, effectThreshold, ranked, weightOf } from '../../../core/drift/ranking.ts';
import { timelineOf } from '../../../core/drift/timeline.ts';
import type { ProvisionalColumn } from '../../../core/drift/provisional.ts';
import type { DriftReport, DriftThresholds } from '../../../core/model/drift.ts';
import type { ColumnRow, DriftPicture, WindowHead, WindowRows } from '../../../protocol/drift.ts';
import type { DriftRoles } from '../../../protocol/driftRoles.ts';
import type { WindowEntry } from './bench.ts';
import { modelHeadOf } from './modelView.ts';
import { sketchOf } from './sketch.ts';

/** The whole picture but the detail of columns. Windows in the order given; `others`: what other tools say beside them. */
export function pictureOf(entries: readonly WindowEntry[], retrainable: ReadonlySet<string>, others: readonly DriftReport[], roles: DriftRoles | null): DriftPicture {
  const reports = entries.map(({ report }) => report);
  const timeline = timelineOf(reports);
  return {
    roles,
    windows: entries.map((entry) => headOf(entry, retrainable.has(entry.report.digest))),
    timeline: {
      names: timeline.rows.map(({ name }) => name),
      kinds: timeline.rows.map(({ kind }) => kind),
      states: timeline.states,
      weights: timeline.weights,
      places: Int32Array.from(timeline.rows.flatMap(({ places }) => places)),
    },
    others: sideBySide(reports, others),
  };
}

function headOf({ report, reference, current }: WindowEntry, canRetrain: boolean): WindowHead {
  return {
    id: report.digest,
    verdict: report.verdict,
    reason: report.reason,
    referenceName: reference?.name ?? null,
    currentName: current?.name ?? null,
    rows: report.rows,
    window: report.window,
    key: report.key,
    engine: report.engine,
    thresholds: report.thresholds,
    problems: report.problems,
    counts: countsOf(report.columns),
    families: { all: report.families.length, drifted: report.families.filter((family) => family.drifted).length },
    slices: { all: report.slices.length, flagged: report.slices.filter((slice) => slice.flagged).length },
    model: modelHeadOf(report),
    canRetrain,
  };
}

export function rowsOf(report: DriftReport): WindowRows {
  const { thresholds } = report;
  const columns = ranked(report.columns, thresholds).flatMap((place): ColumnRow[] => {
    const column = report.columns[place];
    return column ? [{ ...seenRow(column, place, thresholds), state: column.state, decider: deciderOf(column), pAdjusted: column.pAdjusted }] : [];
  });
  return { window: report.digest, columns, families: report.families, slices: report.slices };
}

/** What a row shows with or without a verdict. */
export function seenRow(column: ProvisionalColumn, place: number, thresholds: DriftThresholds): Omit<ColumnRow, 'state' | 'decider' | 'pAdjusted'> {
  return {
    place,
    name: column.name,
    kind: column.kind,
    effect: column.effect,
    effectName: column.effectName,
    effectInterval: column.effectInterval,
    threshold: effectThreshold(column.kind, thresholds),
    weight: weightOf(column, thresholds),
    nullShare: column.nullShare,
    newValues: column.newCategories.length,
    vanishedValues: column.vanishedCategories.length,
    outOfRange: column.outOfRange,
    problems: column.problems,
    sketch: sketchOf(column.shape),
  };
}

/** Oldest first where every window tells its time; else as they came. */
export function inTimeOrder(entries: readonly WindowEntry[]): WindowEntry[] {
  const moments = entries.map(({ report }) => Date.parse(report.window.to ?? report.window.from ?? ''));
  if (moments.some((moment) => Number.isNaN(moment))) return [...entries];
  return entries.map((entry, place) => ({ entry, place, moment: moments[place] ?? 0 })).sort((a, b) => a.moment - b.moment || a.place - b.place).map(({ entry }) => entry);
}
