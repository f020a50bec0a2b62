import { fail } from '../../base/fault.ts';
import { isNumberColumn, type Column } from '../../table/column.ts';

/** The class of each row as text, null where it is missing; numbers as they are written, so that 1 and 1.0 are one class. */
export interface ClassValues {
  readonly name: string;
  readonly distinct: ReadonlySet<string>;
  readonly isNumeric: boolean;
  at(row: number): string | null;
}

/** `asNumbers`: true and false as 1 and 0, where the other column holds numbers. Throws `invalid` for a column of times. */
export function classValues(column: Column, asNumbers: boolean): ClassValues {
  const { name } = column;
  if (column.kind === 'datetime') throw fail('invalid', `The column “${name}” holds times, not classes.`, { hint: 'Name a column of classes or numbers.' });
  if (column.kind === 'empty') return { name, distinct: new Set(), isNumeric: false, at: () => null };
  if (isNumberColumn(column)) {
    const texts = new Map<number, string>();
    for (const value of column.values) if (!Number.isNaN(value) && !texts.has(value)) texts.set(value, String(value === 0 ? 0 : value));
    return { name, distinct: new Set(texts.values()), isNumeric: true, at: (row) => texts.get(column.values[row]!) ?? null };
  }
  const levels = column.kind === 'boolean' && asNumbers ? ['0', '1'] : column.levels;
  const seen = new Set<number>();
  for (const code of column.codes) if (code >= 0) seen.add(code);
  return { name, distinct: new Set(Array.from(seen, (code) => levels[code]!)), isNumeric: false, at: (row) => levels[column.codes[row]!] ?? null };
}

/** Numbers by size, then texts by code unit. */
export function inOrder(values: Iterable<string>): string[] {
  const number = (text: string) => (text.trim() === '' ? Number.NaN : Number(text));
  return [...values].sort((left, right) => {
    const [a, b] = [number(left), number(right)];
    if (!Number.isNaN(a) && !Number.isNaN(b) && a !== b) return a - b;
    if (Number.isNaN(a) !== Number.isNaN(b)) return Number.isNaN(a) ? 1 : -1;
    return left < right ? -1 : left > right ? 1 : 0;
  });
}
