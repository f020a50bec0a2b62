import type { CalibrationBin } from '../../model/bias.ts';
import { wilsonInterval } from '../../statistics/interval/wilsonInterval.ts';
import { scoresByClass } from '../metrics/scoresByClass.ts';
import { aucEstimate } from './aucEstimate.ts';
import type { GroupMeasure } from './groupMeasure.ts';
import type { Grouping } from './grouping.ts';
import { meanMeasure } from './meanMeasure.ts';
import { rowsByGroup } from './rowsByGroup.ts';

export interface ScoreMeasures {
  readonly measures: readonly GroupMeasure[];
  /** One a group; null where the scores are no probabilities. */
  readonly calibration: ReadonlyArray<readonly CalibrationBin[]> | null;
}

const bins = 10;

/** Of the rows with a score: AUC, and where all scores lie in [0, 1] Brier score and calibration. `truth`: 1 = positive. */
export function scoreMeasures(truth: Int32Array, scores: Float64Array, grouping: Grouping): ScoreMeasures {
  const rows = rowsByGroup(grouping, (row) => !Number.isNaN(scores[row]!));
  const auc = (some: Int32Array) => (some.length === 0 ? undefined : aucEstimate(scoresByClass(some.map((row) => truth[row]!), Float64Array.from(some, (row) => scores[row]!))));
  const all = Int32Array.from(rows.flatMap((ofGroup) => [...ofGroup]));
  const absent = 'no row has a score';
  const measures: GroupMeasure[] = [
    { name: 'auc', class: null, absent: 'scored rows of one class only', whole: auc(all), groups: rows.map(auc), rests: null },
  ];
  if (!areProbabilities(scores)) return { measures, calibration: null };
  measures.push(
    meanMeasure('brier_score', (row) => (scores[row]! - truth[row]!) ** 2, rows, absent),
    meanMeasure('calibration_gap', (row) => scores[row]! - truth[row]!, rows, absent),
  );
  return { measures, calibration: rows.map((ofGroup) => calibrationOf(ofGroup, truth, scores)) };
}

export function areProbabilities(scores: Float64Array): boolean {
  return scores.every((score) => Number.isNaN(score) || (score >= 0 && score <= 1));
}

/** Ten bins of equal width; those without rows are left out. */
function calibrationOf(rows: Int32Array, truth: Int32Array, scores: Float64Array): CalibrationBin[] {
  const [counts, sums, hits] = [new Float64Array(bins), new Float64Array(bins), new Float64Array(bins)];
  for (const row of rows) {
    const bin = Math.min(bins - 1, Math.floor(scores[row]! * bins));
    counts[bin]! += 1;
    sums[bin]! += scores[row]!;
    hits[bin]! += truth[row]!;
  }
  return Array.from(counts).flatMap((count, bin) => {
    if (count === 0) return [];
    const { low, high } = wilsonInterval(hits[bin]!, count);
    return [{ from: bin / bins, to: (bin + 1) / bins, rows: count, meanScore: sums[bin]! / count, positiveShare: hits[bin]! / count, interval: [low, high] as const }];
  });
}
