import type { ColumnProblem } from '../../core/table/column.ts';
import type { LevelTotals } from '../../core/table/levelTotals.ts';
import type { TextCount } from './relation.ts';

interface Known {
  readonly name: string;
  readonly problems: readonly ColumnProblem[];
  readonly rows: number;
}

/** Undefined where every value is missing. */
export function textTotals(known: Known, counts: readonly TextCount[]): LevelTotals | undefined {
  const there = counts.flatMap(({ text, count }) => (text === null ? [] : [{ text, count }]));
  if (there.length === 0) return undefined;
  return { ...known, kind: 'categorical', levels: there.map(({ text }) => text), counts: there.map(({ count }) => count), missing: missingIn(counts) };
}

/** Of 0 and 1 as DuckDB writes numbers. Undefined where every value is missing. */
export function booleanTotals(known: Known, counts: readonly TextCount[]): LevelTotals | undefined {
  if (counts.every(({ text }) => text === null)) return undefined;
  const of = (value: string) => counts.find(({ text }) => text === value)?.count ?? 0;
  return { ...known, kind: 'boolean', levels: ['false', 'true'], counts: [of('0.0'), of('1.0')], missing: missingIn(counts) };
}

function missingIn(counts: readonly TextCount[]): number {
  return counts.find(({ text }) => text === null)?.count ?? 0;
}
