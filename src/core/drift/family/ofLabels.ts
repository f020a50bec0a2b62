import { percent } from '../report/numberWords.ts';
import type { ColumnFinding } from '../column/finding.ts';

/** A target by the labels that are there: one that is missing has not come yet, which is no change of the target. Its share is shown and not tested. */
export function ofLabels(finding: ColumnFinding): ColumnFinding {
  const tests = finding.tests.filter(({ subject }) => subject !== 'nulls');
  if (tests.length === finding.tests.length) return finding;
  const { reference, current } = finding.nullShare;
  return { ...finding, tests, notes: [...finding.notes, `labels that are missing (${percent(reference ?? 0)} → ${percent(current ?? 0)}) have not come yet, and are not tested`] };
}
