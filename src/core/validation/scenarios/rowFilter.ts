import { fail } from '../../base/fault.ts';
import { evaluate } from '../../filter/evaluate.ts';
import { nearKeys } from '../../filter/near.ts';
import { parse } from '../../filter/parse.ts';
import type { Expression } from '../../filter/syntax.ts';
import type { Scalar } from '../../model/value.ts';
import { isNumberColumn, type Column } from '../../table/column.ts';

/** Columns that a condition names, each once. Throws `invalid` with the place of a mistake; any name is taken for a column. */
export function columnsOfFilter(text: string): string[] {
  const names = new Set<string>();
  parse<number>(text, {
    of: (path) => {
      names.add(path);
      return () => undefined;
    },
    isText: () => true,
  });
  return [...names];
}

/**
 * Numbers of the rows for which a condition holds: ``age > 60 and region in ("north", "west")``, times as ISO 8601 text in
 * quotes, odd names in back-ticks. A missing value makes its comparison false. Throws `invalid` for a column that is not there.
 */
export function rowsWhere(text: string, columns: readonly Column[], rows: number): Int32Array {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const expression: Expression<number> = parse<number>(text, {
    of: (path) => {
      const column = byName.get(path);
      if (!column) throw fail('invalid', `There is no column “${path}”.`, { hint: hintOf(path, [...byName.keys()]) });
      return (row) => valueAt(column, row);
    },
    isText: (path) => byName.get(path)?.kind === 'categorical',
  });
  const found: number[] = [];
  for (let row = 0; row < rows; row += 1) if (evaluate(expression, row)) found.push(row);
  return Int32Array.from(found);
}

/** As it is written in a condition: a time as ISO 8601 UTC, whose order is the order of time. Undefined where it is missing. */
export function valueAt(column: Column, row: number): Scalar | undefined {
  if (column.kind === 'empty') return undefined;
  if (isNumberColumn(column)) {
    const value = column.values[row]!;
    if (Number.isNaN(value)) return undefined;
    return column.kind === 'datetime' ? isoOf(value) : value;
  }
  const code = column.codes[row]!;
  if (code < 0) return undefined;
  return column.kind === 'boolean' ? code === 1 : column.levels[code]!;
}

function isoOf(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : String(ms);
}

function hintOf(path: string, names: readonly string[]): string {
  const near = nearKeys(path, names);
  return near.length > 0 ? `Did you mean ${near.map((one) => `“${one}”`).join(' or ')}?` : `Columns: ${names.slice(0, 20).join(', ')}.`;
}
