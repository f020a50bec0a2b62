import { fail } from '../../base/fault.ts';
import type { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import { moments } from '../../statistics/summary/moments.ts';
import { isLevelColumn, isNumberColumn, type Column, type LevelColumn, type NumberColumn } from '../../table/column.ts';

export const perturbationKinds = ['noise', 'missing', 'shift', 'swap'] as const;

/** Something done to one column, stated so that everyone can do it again. */
export type Perturbation =
  /** Normal noise of so many standard deviations of the column. */
  | { readonly kind: 'noise'; readonly column: string; readonly deviations: number }
  /** Each value lost with this chance. */
  | { readonly kind: 'missing'; readonly column: string; readonly rate: number }
  /** So much added: in the column's unit (ms for times), or in its standard deviations. */
  | { readonly kind: 'shift'; readonly column: string; readonly by: number; readonly unit: 'value' | 'deviations' }
  /** Rows of one category become another's and the other way round, each with this chance. */
  | { readonly kind: 'swap'; readonly column: string; readonly from: string; readonly to: string; readonly rate: number };

export function perturbationText(one: Perturbation): string {
  switch (one.kind) {
    case 'noise':
      return `noise of ${one.deviations} sd on ${one.column}`;
    case 'missing':
      return `${one.column} missing in ${one.rate * 100} %`;
    case 'shift':
      return `${one.column} shifted by ${one.by}${one.unit === 'deviations' ? ' sd' : ''}`;
    case 'swap':
      return `${one.column}: ${one.from} and ${one.to} swapped${one.rate < 1 ? ` in ${one.rate * 100} %` : ''}`;
  }
}

/** A new column; the given one stays as it is. Throws `invalid` where its kind does not fit. Depends on the state of `random`. */
export function perturbed(column: Column, perturbation: Perturbation, random: RandomGenerator): Column {
  switch (perturbation.kind) {
    case 'noise': {
      const numbers = numeric(column, 'noise');
      const spread = deviationOf(numbers) * perturbation.deviations;
      return { ...numbers, values: numbers.values.map((value) => value + spread * random.normal()) };
    }
    case 'shift': {
      const numbers = numeric(column, 'a shift');
      const by = perturbation.by * (perturbation.unit === 'deviations' ? deviationOf(numbers) : 1);
      return { ...numbers, values: numbers.values.map((value) => value + by) };
    }
    case 'missing':
      if (isNumberColumn(column)) return { ...column, values: column.values.map((value) => (random.uniform() < perturbation.rate ? NaN : value)) };
      if (isLevelColumn(column)) return { ...column, codes: column.codes.map((code) => (random.uniform() < perturbation.rate ? -1 : code)) };
      return column;
    case 'swap':
      return swapped(column, perturbation, random);
  }
}

function swapped(column: Column, { from, to, rate }: Extract<Perturbation, { kind: 'swap' }>, random: RandomGenerator): LevelColumn {
  if (!isLevelColumn(column)) throw fail('invalid', `“${column.name}” holds no categories to swap.`, { hint: 'Name a column of categories.' });
  const known = column.levels.indexOf(from);
  if (known < 0) throw fail('invalid', `“${column.name}” has no category “${from}” here.`, { hint: `It has: ${column.levels.slice(0, 10).join(', ')}.` });
  // The other one may be a category that the model never saw: that is a scenario of its own.
  const levels = column.levels.includes(to) ? column.levels : [...column.levels, to];
  const other = levels.indexOf(to);
  const codes = column.codes.map((code) => {
    if (code !== known && code !== other) return code;
    if (random.uniform() >= rate) return code;
    return code === known ? other : known;
  });
  return { ...column, levels, codes };
}

function numeric(column: Column, what: string): NumberColumn {
  if (!isNumberColumn(column)) throw fail('invalid', `“${column.name}” is not numeric, so ${what} cannot be added.`, { hint: 'Name a numeric column, or use “missing” or “swap”.' });
  return column;
}

function deviationOf({ name, values }: NumberColumn): number {
  const known = values.filter((value) => Number.isFinite(value));
  if (known.length === 0) throw fail('invalid', `“${name}” has no values, so it has no standard deviation.`, { hint: 'Name a column that holds numbers.' });
  return Math.sqrt(moments(known).variance);
}
