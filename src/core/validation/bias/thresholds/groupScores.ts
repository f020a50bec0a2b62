import { countBelow } from '../../../statistics/sample/position.ts';
import { scoresByClass } from '../../metrics/scoresByClass.ts';
import { groupName } from '../grouping.ts';
import { rowsByGroup } from '../rowsByGroup.ts';
import type { GroupScores, ScoredPart } from './scoredPart.ts';

export function groupScores({ truth, scores, grouping }: Omit<ScoredPart, 'role' | 'digest'>): GroupScores[] {
  return rowsByGroup(grouping).map((rows, at) => ({
    name: groupName(grouping.groups[at]!.values),
    rows: rows.length,
    ...scoresByClass(rows.map((row) => truth[row]!), Float64Array.from(rows, (row) => scores[row]!)),
  }));
}

/** How many rows are called positive from a threshold on, and how many of them are. */
export interface Called {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly positives: number;
  readonly negatives: number;
}

export function calledFrom(threshold: number, { positives, negatives }: Pick<GroupScores, 'positives' | 'negatives'>): Called {
  return {
    truePositives: positives.length - countBelow(positives, threshold),
    falsePositives: negatives.length - countBelow(negatives, threshold),
    positives: positives.length,
    negatives: negatives.length,
  };
}

export function added(parts: readonly Called[]): Called {
  const sum = (of: (one: Called) => number) => parts.reduce((all, one) => all + of(one), 0);
  return { truePositives: sum((c) => c.truePositives), falsePositives: sum((c) => c.falsePositives), positives: sum((c) => c.positives), negatives: sum((c) => c.negatives) };
}

export const rates = {
  selectionRate: (c: Called) => quotient(c.truePositives + c.falsePositives, c.positives + c.negatives),
  truePositiveRate: (c: Called) => quotient(c.truePositives, c.positives),
  falsePositiveRate: (c: Called) => quotient(c.falsePositives, c.negatives),
  positivePredictiveValue: (c: Called) => quotient(c.truePositives, c.truePositives + c.falsePositives),
} as const;

/** Mean of the true positive and the true negative rate; null where a class has no rows. */
export function balancedAccuracy(called: Called): number | null {
  const [right, wrong] = [rates.truePositiveRate(called), rates.falsePositiveRate(called)];
  return right === null || wrong === null ? null : (right + 1 - wrong) / 2;
}

function quotient(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
