import { groupBy } from '../../base/groupBy.ts';
import { foreignReport, type ForeignColumn } from './foreignReport.ts';
import { isObject, objectsAt, textAt, type JsonObject } from './json.ts';
import type { ForeignReader } from './reader.ts';

/**
 * `constraint_violations.json` of a monitoring execution (Amazon's Model Monitor): a list of what was violated, so a column
 * that is not named is in order and not told. Distance and limit stand in the description alone.
 */
export const constraintViolations: ForeignReader = {
  tool: 'Model Monitor',
  file: 'constraint_violations.json',
  read(value) {
    if (!isObject(value) || !Array.isArray(value['violations'])) return undefined;
    const violations = objectsAt(value, 'violations');
    if (violations.some((violation) => textAt(violation, 'constraint_check_type') === null)) return undefined;
    const byColumn = groupBy(violations, (violation) => textAt(violation, 'feature_name') ?? '');
    const columns = [...byColumn].map(([name, found]) => columnOf(name, found));
    return [foreignReport({ name: 'Model Monitor', version: '1' }, columns, { verdict: columns.length > 0 ? 'drift' : 'no-drift', rule: 'Columns without a violation are not in its file.' })];
  },
};

function columnOf(name: string, violations: readonly JsonObject[]): ForeignColumn {
  const drift = violations.find((violation) => textAt(violation, 'constraint_check_type') === 'baseline_drift_check');
  const about = textAt(drift, 'description') ?? '';
  return {
    name,
    method: violations.map((violation) => textAt(violation, 'constraint_check_type')).join(', '),
    effect: numberAfter(about, 'distance'),
    limit: numberAfter(about, 'threshold'),
    drifted: true,
    problems: violations.map((violation) => ({ code: textAt(violation, 'constraint_check_type') ?? '', message: textAt(violation, 'description') ?? '' })),
  };
}

function numberAfter(text: string, word: string): number | null {
  const found = new RegExp(`${word}:?\\s+(-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?)`).exec(text);
  return found ? Number(found[1]) : null;
}
