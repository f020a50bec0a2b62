import type { DriftColumn, DriftState, DriftThresholds } from '../model/drift.ts';

/** The order people look in: what changed, what could not be told, what changed too little to matter, the rest. */
export const stateOrder: readonly DriftState[] = ['drift', 'unknown', 'negligible', 'none'];

/** The effect above which a column of this kind drifts; null for kinds that have none of their own. */
export function effectThreshold(kind: string, thresholds: DriftThresholds): number | null {
  if (kind === 'numeric' || kind === 'datetime') return thresholds.numericEffect;
  if (kind === 'categorical' || kind === 'boolean') return thresholds.categoricalEffect;
  return null;
}

/**
 * How far a column moved, in multiples of what counts as drift: the larger of its distribution's effect and its missing
 * values' over their own thresholds. 1 = at the threshold. Null where nothing could be measured.
 */
export function weightOf(column: Pick<DriftColumn, 'kind' | 'effect' | 'nullShare'>, thresholds: DriftThresholds): number | null {
  const threshold = effectThreshold(column.kind, thresholds);
  const parts: number[] = [];
  if (column.effect !== null && threshold !== null && threshold > 0) parts.push(Math.abs(column.effect) / threshold);
  const { reference, current } = column.nullShare;
  if (reference !== null && current !== null && thresholds.nullShare > 0) parts.push(Math.abs(current - reference) / thresholds.nullShare);
  return parts.length === 0 ? null : Math.max(...parts);
}

/** What made a column drift: its values, its missing values, or a rule that counts by itself (type, closed domain). */
export type Decider = 'distribution' | 'nulls' | 'rule';

export function deciderOf(column: DriftColumn): Decider | null {
  if (!column.drifted) return null;
  const subjects = column.tests.filter((test) => test.state === 'drift').map((test) => test.subject);
  if (subjects.includes('distribution')) return 'distribution';
  if (subjects.includes('nulls')) return 'nulls';
  // A report read from another tool may name no sub-tests: its one measured effect then decided.
  return column.tests.length === 0 && column.effect !== null ? 'distribution' : 'rule';
}

/** Places of the columns, the one to look at first leading; equal ones stay in the table's order. */
export function ranked(columns: readonly DriftColumn[], thresholds: DriftThresholds): number[] {
  const weights = columns.map((column) => weightOf(column, thresholds) ?? -1);
  const compare = (a: number, b: number): number => {
    const left = columns[a];
    const right = columns[b];
    if (!left || !right) return 0;
    return (
      stateOrder.indexOf(left.state) - stateOrder.indexOf(right.state) ||
      (weights[b] ?? -1) - (weights[a] ?? -1) ||
      (left.pAdjusted ?? 2) - (right.pAdjusted ?? 2) ||
      a - b
    );
  };
  return columns.map((_, place) => place).sort(compare);
}
