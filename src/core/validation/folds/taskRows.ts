import { fail } from '../../base/fault.ts';
import { isLevelColumn, isNumberColumn, type Column } from '../../table/column.ts';
import { lengthOf } from '../../table/memoryTable.ts';
import type { ColumnInfo } from '../../table/tableSource.ts';
import type { Task } from '../suite.ts';

/** Names of the columns that a model is given, in their order. Throws `invalid` for one that is not there, or none at all. */
export function featureNames({ target, features, exclude }: Task, columns: readonly ColumnInfo[], others: ReadonlyArray<string | null> = []): readonly string[] {
  const names = columns.map(({ name }) => name);
  const missing = [target, ...(features ?? []), ...others].find((name) => name !== null && !names.includes(name));
  if (missing !== undefined) throw fail('invalid', `There is no column “${missing}”.`, { hint: `Columns: ${names.slice(0, 20).join(', ')}.` });
  const left = new Set([target, ...exclude, ...others]);
  const chosen = features ?? names.filter((name) => !left.has(name));
  if (chosen.includes(target)) throw fail('invalid', `“${target}” is the target, so it is given to no model.`, { hint: 'Leave it out of features.' });
  if (chosen.length === 0) throw fail('invalid', 'No column is left to give to the model.', { hint: 'Name them under features.' });
  return chosen;
}

/** Rows that have a label, in the order of `time` where one is given (rows without a time go first; equal times keep their order). */
export function labelledRows(target: Column, time: Column | null): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < lengthOf(target); row += 1) if (isKnown(target, row)) rows.push(row);
  if (time === null) return Int32Array.from(rows);
  if (!isNumberColumn(time)) throw fail('invalid', `“${time.name}” is ${time.kind}, so rows have no order by it.`, { hint: 'Name a time or a number.' });
  const at = (row: number) => (Number.isNaN(time.values[row]!) ? -Infinity : time.values[row]!);
  return Int32Array.from(rows.sort((left, right) => (at(left) === at(right) ? left - right : at(left) < at(right) ? -1 : 1)));
}

function isKnown(column: Column, row: number): boolean {
  if (isNumberColumn(column)) return !Number.isNaN(column.values[row]!);
  return isLevelColumn(column) && column.codes[row]! >= 0;
}
