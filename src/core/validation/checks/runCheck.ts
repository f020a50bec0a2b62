import { durationText } from '../../base/duration.ts';
import { toFault } from '../../base/fault.ts';
import type { Column } from '../../table/column.ts';
import type { TableSource } from '../../table/tableSource.ts';
import { columnsOfRule, type Check, type CheckResult, type Rule } from './check.ts';
import { checkNulls, checkRange, checkUnique, checkValues } from './columnRules.ts';
import { unknownFinding, type Finding } from './finding.ts';
import { checkFresh, checkRows, checkSchema } from './tableRules.ts';

/**
 * One check of a table. A column that is not there or cannot be read makes it unknown, not failed: what the rule asks was not
 * seen. `nowMs`: what freshness is measured from.
 */
export async function runCheck({ name, rule }: Pick<Check, 'name' | 'rule'>, table: TableSource, nowMs: number, signal: AbortSignal): Promise<CheckResult> {
  return { name, kind: rule.kind, expected: expectedText(rule), ...(await findingOf(rule, table, nowMs, signal)) };
}

async function findingOf(rule: Rule, table: TableSource, nowMs: number, signal: AbortSignal): Promise<Finding> {
  if (rule.kind === 'schema') return checkSchema(rule, table);
  if (rule.kind === 'rows') return checkRows(rule, table.rows);
  const columns: Column[] = [];
  for (const name of columnsOfRule(rule)) {
    if (!table.columns.some((column) => column.name === name)) return unknownFinding(`There is no column “${name}”.`);
    try {
      columns.push(await table.column(name, signal));
    } catch (error) {
      const fault = toFault(error);
      if (fault.code === 'cancelled') throw error;
      return unknownFinding(`“${name}” cannot be read: ${fault.message}`);
    }
  }
  const [column] = columns;
  if (column === undefined) return unknownFinding('The check names no column.');
  switch (rule.kind) {
    case 'range':
      return checkRange(rule, column);
    case 'values':
      return checkValues(rule, column);
    case 'nulls':
      return checkNulls(rule, column);
    case 'unique':
      return checkUnique(columns, table.rows);
    case 'fresh':
      return checkFresh(rule, column, nowMs);
  }
}


export function expectedText(rule: Rule): string {
  switch (rule.kind) {
    case 'schema':
      return `${rule.isOnly ? 'exactly ' : ''}${rule.columns.map(([name, kind]) => (kind === null ? name : `${name}: ${kind}`)).join(', ')}`;
    case 'range':
      return `${rule.column}${limits(rule)}`;
    case 'values':
      return `${rule.column} is one of ${rule.values.join(', ')}`;
    case 'unique':
      return `no two rows with the same ${rule.columns.join(', ')}`;
    case 'nulls':
      return `at most ${rule.max * 100} % of ${rule.column} missing`;
    case 'fresh':
      return `latest ${rule.column} not older than ${durationText(rule.withinMs)}`;
    case 'rows':
      return `rows${limits(rule)}`;
  }
}

function limits({ min, max }: { readonly min: number | null; readonly max: number | null }): string {
  if (min !== null && max !== null) return ` from ${min} to ${max}`;
  return min !== null ? ` at least ${min}` : ` at most ${max}`;
}
