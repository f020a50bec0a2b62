import { counted } from '../../base/counted.ts';
import { durationText } from '../../base/duration.ts';
import { isNumberColumn, type Column } from '../../table/column.ts';
import type { TableSource } from '../../table/tableSource.ts';
import type { Rule } from './check.ts';
import { unknownFinding, type Finding } from './finding.ts';

type RuleOf<K extends Rule['kind']> = Extract<Rule, { kind: K }>;

/** A column without any value fits every kind: nothing is known of what it would hold. */
export function checkSchema({ columns, isOnly }: RuleOf<'schema'>, table: Pick<TableSource, 'columns'>): Finding {
  const kinds = new Map(table.columns.map(({ name, kind }) => [name, kind]));
  const missing = columns.filter(([name]) => !kinds.has(name)).map(([name]) => `“${name}” is missing`);
  const wrong = columns.flatMap(([name, kind]) => {
    const found = kinds.get(name);
    return found === undefined || kind === null || found === 'empty' || found === kind ? [] : [`“${name}” is ${found}, not ${kind}`];
  });
  const wanted = new Set(columns.map(([name]) => name));
  const others = isOnly ? table.columns.filter(({ name }) => !wanted.has(name)).map(({ name }) => `“${name}” is not wanted`) : [];
  const failures = [...missing, ...wrong, ...others];
  return {
    outcome: failures.length === 0 ? 'pass' : 'fail',
    message: failures.length === 0 ? `${columns.length === 1 ? 'The column is' : `All ${columns.length} columns are`} there.` : `${failures.join('; ')}.`,
    observed: table.columns.map(({ name, kind }) => `${name}: ${kind}`).join(', '),
    checked: columns.length + (isOnly ? others.length : 0),
    failed: failures.length,
    rows: [],
  };
}

export function checkRows({ min, max }: RuleOf<'rows'>, rows: number): Finding {
  const isWithin = (min === null || rows >= min) && (max === null || rows <= max);
  return { outcome: isWithin ? 'pass' : 'fail', message: `There ${rows === 1 ? 'is' : 'are'} ${counted(rows, 'row', 'rows')}.`, observed: counted(rows, 'row', 'rows'), checked: 1, failed: isWithin ? 0 : 1, rows: [] };
}

/** A time in the future is no sign of fresh data, so it is told; it does not fail by itself. */
export function checkFresh({ withinMs }: RuleOf<'fresh'>, column: Column, nowMs: number): Finding {
  if (!isNumberColumn(column) || column.kind !== 'datetime') return unknownFinding(`“${column.name}” is ${column.kind}, not a time.`);
  let latest = -Infinity;
  let at = -1;
  let known = 0;
  column.values.forEach((value, row) => {
    if (Number.isNaN(value)) return;
    known += 1;
    if (value <= latest) return;
    latest = value;
    at = row;
  });
  if (at < 0 || !(Math.abs(latest) <= 8.64e15)) return unknownFinding(`“${column.name}” holds no time.`);
  const ageMs = nowMs - latest;
  const iso = new Date(latest).toISOString();
  const isFresh = ageMs <= withinMs;
  const age = ageMs < 0 ? 'which is in the future' : `${roughly(ageMs)} ago`;
  return {
    outcome: isFresh ? 'pass' : 'fail',
    message: `The latest “${column.name}” is ${iso}, ${age}.`,
    observed: iso,
    checked: known,
    failed: isFresh ? 0 : 1,
    rows: isFresh ? [] : [{ row: at, value: iso }],
  };
}

/** In whole units of the largest that fits. */
function roughly(ms: number): string {
  const unit = [86_400_000, 3_600_000, 60_000, 1_000].find((one) => ms >= one) ?? 1;
  return durationText(Math.floor(ms / unit) * unit);
}
