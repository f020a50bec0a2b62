import type { DriftReport, DriftState } from '../../model/drift.ts';

/** What several tools say of the same columns, each over its own reports. */
export interface SideBySide {
  readonly columns: readonly string[];
  /** Ours first, the others by name. */
  readonly tools: readonly ToolVerdicts[];
}

export interface ToolVerdicts {
  readonly name: string;
  readonly reports: number;
  /** In the order of `columns`; null where the tool says nothing of the column. */
  readonly columns: ReadonlyArray<ColumnVerdicts | null>;
}

export interface ColumnVerdicts {
  /** Numbers of the reports that call it drift, from 1, in the order the reports were given. */
  readonly drift: readonly number[];
  /** How many call it so. */
  readonly negligible: number;
  readonly unknown: number;
}

export const ourName = 'MLOps Workbench';

export function isForeign(report: DriftReport): boolean {
  return report.engine.mode === 'foreign';
}

/** Null where there are no reports of another tool beside ours. Columns in the order they are first met, ours leading. */
export function sideBySide(ours: readonly DriftReport[], others: readonly DriftReport[]): SideBySide | null {
  if (ours.length === 0 || others.length === 0) return null;
  const byTool = new Map<string, DriftReport[]>([[ourName, [...ours]]]);
  for (const report of others) {
    const name = report.engine.name;
    byTool.set(name, [...(byTool.get(name) ?? []), report]);
  }
  const columns = [...new Set([...ours, ...others].flatMap((report) => report.columns.map(({ name }) => name)))];
  const [own, ...rest] = [...byTool].map(([name, reports]): ToolVerdicts => ({ name, reports: reports.length, columns: verdictsOf(reports, columns) }));
  return { columns, tools: [own!, ...rest.sort((left, right) => (left.name < right.name ? -1 : 1))] };
}

function verdictsOf(reports: readonly DriftReport[], columns: readonly string[]): Array<ColumnVerdicts | null> {
  const states = new Map<string, Array<DriftState | undefined>>();
  reports.forEach((report, at) => {
    for (const { name, state } of report.columns) {
      const found = states.get(name) ?? new Array<DriftState | undefined>(reports.length);
      found[at] = state;
      states.set(name, found);
    }
  });
  return columns.map((name) => {
    const found = states.get(name);
    if (!found) return null;
    const count = (wanted: DriftState) => found.filter((state) => state === wanted).length;
    return { drift: found.flatMap((state, at) => (state === 'drift' ? [at + 1] : [])), negligible: count('negligible'), unknown: count('unknown') };
  });
}
