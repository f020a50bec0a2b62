import { isLevelColumn, isNumberColumn, type Column } from '../../table/column.ts';
import { lengthOf } from '../../table/memoryTable.ts';
import type { Rule } from './check.ts';
import { Offenders, unknownFinding, type Finding } from './finding.ts';

type RuleOf<K extends Rule['kind']> = Extract<Rule, { kind: K }>;

/** Missing values break no range: how many there may be is another check. */
export function checkRange({ min, max }: RuleOf<'range'>, column: Column): Finding {
  if (!isNumberColumn(column)) return unknownFinding(`“${column.name}” is ${column.kind}, so it has no range.`);
  const offenders = new Offenders();
  column.values.forEach((value, row) => {
    if (Number.isNaN(value)) return;
    if ((min !== null && value < min) || (max !== null && value > max)) offenders.bad(row, textAt(column, row));
    else offenders.ok();
  });
  return offenders.finding(column.name, 'outside the range', 'within the range');
}

/** Values by their text; missing ones are another check's. */
export function checkValues({ values }: RuleOf<'values'>, column: Column): Finding {
  const allowed = new Set(values);
  const offenders = new Offenders();
  const rows = lengthOf(column);
  for (let row = 0; row < rows; row += 1) {
    if (isMissing(column, row)) continue;
    const text = textAt(column, row);
    if (allowed.has(text)) offenders.ok();
    else offenders.bad(row, text);
  }
  return offenders.finding(column.name, 'not allowed', 'allowed');
}

export function checkNulls({ max }: RuleOf<'nulls'>, column: Column): Finding {
  const offenders = new Offenders();
  const rows = lengthOf(column);
  for (let row = 0; row < rows; row += 1) {
    if (isMissing(column, row)) offenders.bad(row, '');
    else offenders.ok();
  }
  if (rows === 0) return unknownFinding(`“${column.name}” has no rows to check.`);
  const { failed, rows: first } = offenders.finding(column.name, 'missing', 'there');
  const isWithin = failed / rows <= max;
  const message = `${failed} of ${rows} values of “${column.name}” are missing (${percent(failed / rows)}).`;
  return { outcome: isWithin ? 'pass' : 'fail', message, observed: `${percent(failed / rows)} missing`, checked: rows, failed, rows: isWithin ? [] : first };
}

/** A row with a missing value in one of the columns is told from others by what is there, a missing value equals another one. */
export function checkUnique(columns: readonly Column[], rows: number): Finding {
  const names = columns.map(({ name }) => name).join(', ');
  const seen = new Set<string>();
  const offenders = new Offenders();
  for (let row = 0; row < rows; row += 1) {
    const key = JSON.stringify(columns.map((column) => (isMissing(column, row) ? null : textAt(column, row))));
    if (seen.has(key)) offenders.bad(row, columns.map((column) => textAt(column, row)).join(', '));
    else {
      seen.add(key);
      offenders.ok();
    }
  }
  return offenders.finding(names, 'there a second time', 'there once');
}

function isMissing(column: Column, row: number): boolean {
  if (isNumberColumn(column)) return Number.isNaN(column.values[row]!);
  return !isLevelColumn(column) || column.codes[row]! < 0;
}

/** As a person would write it: times as ISO 8601 UTC, nothing for a missing value. */
export function textAt(column: Column, row: number): string {
  if (isMissing(column, row)) return '';
  if (isLevelColumn(column)) return column.levels[column.codes[row]!]!;
  if (!isNumberColumn(column)) return '';
  const value = column.values[row]!;
  return column.kind === 'datetime' && Math.abs(value) <= 8.64e15 ? new Date(value).toISOString() : String(value);
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
