import type { DriftColumn, DriftThresholds } from '../../model/drift.ts';
import { benjaminiHochberg } from '../../statistics/adjust/benjaminiHochberg.ts';
import type { ColumnFinding } from '../column/finding.ts';
import { judge } from './judge.ts';

/** Benjamini and Hochberg over all sub-tests of all the given columns, which are one family at `alpha`. */
export function adjustColumns(findings: readonly ColumnFinding[], alpha: number, thresholds: DriftThresholds): DriftColumn[] {
  const all = benjaminiHochberg(findings.flatMap(({ tests }) => tests.map(({ pValue }) => pValue)));
  let at = 0;
  return findings.map((finding) => {
    const pAdjusted = all.slice(at, at + finding.tests.length);
    at += finding.tests.length;
    return judge(finding, { pAdjusted, alpha }, thresholds);
  });
}
