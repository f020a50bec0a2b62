import type { ColumnInfo, RunsLayout, SortKey } from '../../../src/protocol/runs.ts';

/** What a run is stands before its results, where and when it came from behind the first of them: results are what people look for. */
const ownFirst = ['name', 'status'];
const ownNext = ['startedAt', 'duration', 'source', 'experiment'];
const metricsFirst = 5;
/** Without a choice: the product's own columns and the commonest metrics and params. */
const defaultMetrics = 24;
const defaultParams = 24;
const ownWidths: Readonly<Record<string, number>> = { name: 260, status: 100, source: 130, experiment: 140, startedAt: 150, duration: 96, commit: 84, user: 110, id: 220 };

export const emptyLayout: RunsLayout = { shown: null, pinned: [], widths: [] };

/** Columns in order: the name first, pinned ones next, then the rest as chosen. */
export function shownColumns(all: readonly ColumnInfo[], layout: RunsLayout): { columns: ColumnInfo[]; pinned: number } {
  const byKey = new Map(all.map((column) => [column.key, column]));
  const wanted = layout.shown ?? defaultKeys(all);
  const pinned = ['name', ...layout.pinned.filter((key) => key !== 'name' && wanted.includes(key))];
  const keys = [...pinned, ...wanted.filter((key) => !pinned.includes(key))];
  const columns = keys.flatMap((key) => byKey.get(key) ?? []);
  return { columns, pinned: pinned.filter((key) => byKey.has(key)).length };
}

function defaultKeys(all: readonly ColumnInfo[]): string[] {
  const of = (group: ColumnInfo['group'], most: number) => all.filter((column) => column.group === group).slice(0, most).map(({ key }) => key);
  const metrics = of('metric', defaultMetrics);
  return [...ownFirst, ...metrics.slice(0, metricsFirst), ...ownNext, ...metrics.slice(metricsFirst), ...of('param', defaultParams)];
}

export function widthOf(column: ColumnInfo, layout: RunsLayout): number {
  const kept = layout.widths.find(({ key }) => key === column.key)?.width;
  return kept ?? ownWidths[column.key] ?? Math.max(90, Math.min(220, column.label.length * 7 + 34));
}

export function withWidth(layout: RunsLayout, key: string, width: number): RunsLayout {
  return { ...layout, widths: [...layout.widths.filter((one) => one.key !== key), { key, width }] };
}

export function withMove(layout: RunsLayout, shown: readonly string[], from: number, to: number): RunsLayout {
  const keys = [...shown];
  const [moving] = keys.splice(from, 1);
  if (moving === undefined || moving === 'name') return layout;
  keys.splice(Math.max(1, to), 0, moving);
  return { ...layout, shown: keys };
}

export function withPin(layout: RunsLayout, key: string): RunsLayout {
  const isPinned = layout.pinned.includes(key);
  return { ...layout, pinned: isPinned ? layout.pinned.filter((one) => one !== key) : [...layout.pinned, key] };
}

/** A click sorts by one column (descending first for numbers), again turns it round, a third time lets go. */
export function nextSort(sort: readonly SortKey[], column: ColumnInfo, isAdded: boolean): SortKey[] {
  const first = column.isNumeric || column.key === 'startedAt';
  const now = sort.find(({ key }) => key === column.key);
  const next = now === undefined ? { key: column.key, descending: first } : now.descending === first ? { key: column.key, descending: !first } : undefined;
  if (!isAdded) return next ? [next] : [];
  if (!next) return sort.filter(({ key }) => key !== column.key);
  return now ? sort.map((one) => (one.key === column.key ? next : one)) : [...sort, next];
}
