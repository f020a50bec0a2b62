import type { DriftFamily, DriftThresholds } from '../../model/drift.ts';
import type { ColumnFinding } from '../column/finding.ts';
import { adjustColumns } from '../report/adjust.ts';

/** One column as a family of its own at `familyAlpha`: its sub-tests are adjusted among themselves only. */
export function columnFamily(name: string, finding: ColumnFinding, thresholds: DriftThresholds): DriftFamily {
  const [column] = adjustColumns([finding], thresholds.familyAlpha, thresholds);
  const { state, drifted, reason, method, statistic, effect, effectName, effectInterval, pAdjusted } = column!;
  return {
    name,
    state,
    drifted,
    reason,
    method: method ?? 'none: nothing could be compared',
    statistic,
    effect,
    effectName,
    effectInterval,
    pValue: pAdjusted,
    alpha: thresholds.familyAlpha,
    columns: [finding.name],
  };
}
