import type { QualityFinding } from '../model/monitor.ts';
import type { TableSource } from '../table/tableSource.ts';
import type { Rule } from '../validation/checks/check.ts';
import { runCheck } from '../validation/checks/runCheck.ts';
import { readRule } from '../validation/written/readChecks.ts';
import type { Fields } from '../written/fields.ts';

/** What the current data must be like: a data check as validation.yaml has it, on each window. */
export interface QualityRule {
  readonly name: string;
  readonly rule: Rule;
  /** A window that breaks it counts for the retrain rule. Not by default: training anew mends no broken data. */
  readonly retrains: boolean;
}

/** `quality:` of a monitor: name → rule in the words of validation.yaml, and `retrain: true`. */
export function readQuality(fields: Fields): QualityRule[] {
  return fields.named('quality').flatMap(([name, inner]): QualityRule[] => {
    const rule = readRule(inner);
    const retrains = inner.flag('retrain') ?? false;
    inner.finish();
    return rule ? [{ name, rule, retrains }] : [];
  });
}

/**
 * The rules on one window. How fresh data is shows in its latest row, wherever that lies: `whole` is all of the current data,
 * given for the window that is judged now; for older ones (null) freshness has passed by and is left out.
 */
export async function judgeQuality(rules: readonly QualityRule[], window: TableSource, whole: TableSource | null, nowMs: number, signal: AbortSignal): Promise<QualityFinding[]> {
  const findings: QualityFinding[] = [];
  for (const { name, rule, retrains } of rules) {
    const table = rule.kind === 'fresh' ? whole : window;
    if (table === null) continue;
    const { kind, outcome, message, expected, observed, checked, failed } = await runCheck({ name, rule }, table, nowMs, signal);
    findings.push({ name, kind, outcome, message, expected, observed, checked, failed, retrains });
  }
  return findings;
}
