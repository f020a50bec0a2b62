import type { TextRange } from '../../model/pipeline.ts';
import type { ColumnKind } from '../../table/column.ts';
import type { Outcome } from '../outcome.ts';

export const checkKinds = ['schema', 'range', 'values', 'unique', 'nulls', 'fresh', 'rows'] as const;

/** What data must be like. */
export type Rule =
  /** Columns by name and kind; `isOnly`: no others. */
  | { readonly kind: 'schema'; readonly columns: ReadonlyArray<readonly [name: string, kind: ColumnKind | null]>; readonly isOnly: boolean }
  /** Both ends included. Of a time column: ms since the epoch. */
  | { readonly kind: 'range'; readonly column: string; readonly min: number | null; readonly max: number | null }
  | { readonly kind: 'values'; readonly column: string; readonly values: readonly string[] }
  /** No two rows have the same values in all of these columns. */
  | { readonly kind: 'unique'; readonly columns: readonly string[] }
  /** Share of missing values, 0 to 1. */
  | { readonly kind: 'nulls'; readonly column: string; readonly max: number }
  /** The latest time is not older than this. */
  | { readonly kind: 'fresh'; readonly column: string; readonly withinMs: number }
  | { readonly kind: 'rows'; readonly min: number | null; readonly max: number | null };

export interface Check {
  readonly name: string;
  readonly rule: Rule;
  /** Of its name in validation.yaml. */
  readonly range: TextRange;
}

/** A row that breaks a rule. */
export interface OffendingRow {
  /** 0-based. */
  readonly row: number;
  readonly value: string;
}

export interface CheckResult {
  readonly name: string;
  readonly kind: Rule['kind'];
  readonly outcome: Outcome;
  /** One sentence: what was seen, with counts. */
  readonly message: string;
  readonly expected: string;
  readonly observed: string;
  /** Values or rows looked at. */
  readonly checked: number;
  /** Of them, what breaks the rule. */
  readonly failed: number;
  /** The first ones, in order. */
  readonly rows: readonly OffendingRow[];
}

/** How many offending rows are shown. */
export const mostRows = 5;

/** The columns whose values a rule needs. */
export function columnsOfRule(rule: Rule): readonly string[] {
  switch (rule.kind) {
    case 'unique':
      return rule.columns;
    case 'range':
    case 'values':
    case 'nulls':
    case 'fresh':
      return [rule.column];
    default:
      return [];
  }
}
