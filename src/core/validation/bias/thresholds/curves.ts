import type { ThresholdCurves } from '../../../model/bias.ts';
import { candidateThresholds } from './candidates.ts';
import { calledFrom, groupScores, rates } from './groupScores.ts';
import type { ScoredPart } from './scoredPart.ts';

const mostPoints = 101;

/** The rates of each group over thresholds, to look at. Groups below `least` rows have none. */
export function thresholdCurves(part: ScoredPart, least: number): ThresholdCurves {
  const thresholds = candidateThresholds(part.scores, mostPoints);
  return {
    role: part.role,
    column: part.grouping.columns.join(' × '),
    thresholds,
    groups: groupScores(part).map((group) => {
      const withheld = group.rows < least ? `too few rows (n = ${group.rows} < ${least})` : null;
      const called = withheld === null ? thresholds.map((threshold) => calledFrom(threshold, group)) : [];
      return {
        group: group.name,
        rows: group.rows,
        withheld,
        selectionRate: called.map(rates.selectionRate),
        truePositiveRate: called.map(rates.truePositiveRate),
        falsePositiveRate: called.map(rates.falsePositiveRate),
        positivePredictiveValue: called.map(rates.positivePredictiveValue),
      };
    }),
  };
}
