import type { ThresholdChoice, ThresholdConstraint } from '../../../model/bias.ts';
import { candidateThresholds } from './candidates.ts';
import { added, balancedAccuracy, calledFrom, groupScores, rates, type Called } from './groupScores.ts';
import type { GroupScores, ScoredPart, Thresholds } from './scoredPart.ts';
import { thresholdResult } from './thresholdResult.ts';

export interface ThresholdWish {
  readonly constraint: ThresholdConstraint;
  /** How far groups may be apart in what the constraint is about, on the tuning part. */
  readonly tolerance: number;
  readonly isPerGroup: boolean;
}

/** Which rates the constraint keeps together. */
const constrained: Readonly<Record<ThresholdConstraint, ReadonlyArray<(called: Called) => number | null>>> = {
  equal_opportunity: [rates.truePositiveRate],
  demographic_parity: [rates.selectionRate],
  equalized_odds: [rates.truePositiveRate, rates.falsePositiveRate],
  none: [],
};

const mostCandidates = 501;
const steps = 200;

/**
 * The threshold (or one a group) with the highest balanced accuracy whose groups are no further apart than the tolerance, found
 * on the part whose role is `tune` alone; the test part is only read for the result. Refused, in words, without a separate
 * tuning part: chosen on the test part, its result there would say nothing.
 */
export function chooseThreshold(tune: ScoredPart | undefined, test: ScoredPart, wish: ThresholdWish, least: number): ThresholdChoice {
  const refused = (reason: string): ThresholdChoice => ({ state: 'refused', reason });
  if (tune === undefined) return refused('No threshold is chosen: that needs a tuning part apart from the test part, or its result would be of the rows that it was chosen on. Give one with --tune.');
  if (tune.role !== 'tune' || test.role !== 'test') return refused('No threshold is chosen: one part has to be for tuning and the other one for testing.');
  if (tune.digest === test.digest) return refused('No threshold is chosen: the tuning part is the test part (same content). Give rows that the test part does not hold.');
  const groups = groupScores(tune);
  const compared = groups.filter(({ rows }) => rows >= least);
  if (wish.constraint !== 'none' && compared.length < 2) return refused(`No threshold is chosen: fewer than two groups of the tuning part have n ≥ ${least}.`);
  if (wish.isPerGroup && (wish.constraint === 'equalized_odds' || wish.constraint === 'none')) {
    return refused(`One threshold a group is not supported for ${wish.constraint}: choose equal_opportunity or demographic_parity, or one threshold for all.`);
  }
  const found = best(wish.isPerGroup ? perGroup(groups, compared, wish) : common(tune, compared), groups, compared, wish);
  if (found === undefined) return refused(`No threshold is chosen: on the tuning part none keeps the groups within ${wish.tolerance} and does better than calling all rows alike.`);
  const { constraint, tolerance, isPerGroup } = wish;
  return {
    state: 'chosen',
    column: test.grouping.columns.join(' × '),
    constraint,
    tolerance,
    isPerGroup,
    thresholds: [...found.own].map(([group, threshold]) => ({ group, threshold })),
    common: found.common,
    tune: thresholdResult(tune, found, constraint, least),
    test: thresholdResult(test, found, constraint, least),
    reason: `Chosen on the ${tune.truth.length} rows of the tuning part for the highest balanced accuracy with groups within ${tolerance} (${constraint}); nothing was chosen on the test part, whose result counts.`,
  };
}

function common(tune: ScoredPart, compared: readonly GroupScores[]): Thresholds[] {
  // Only what can be judged proposes; without a group of that size every row does.
  const scores = compared.length === 0 ? tune.scores : Float64Array.from(compared.flatMap(({ positives, negatives }) => [...positives, ...negatives]));
  return candidateThresholds(scores, mostCandidates).map((threshold) => ({ own: new Map(), common: threshold }));
}

/** For each level of the constrained rate: the threshold that brings each group there. */
function perGroup(groups: readonly GroupScores[], compared: readonly GroupScores[], { constraint }: ThresholdWish): Thresholds[] {
  const ranked = ({ positives, negatives }: Pick<GroupScores, 'positives' | 'negatives'>) =>
    constraint === 'equal_opportunity' ? positives : Float64Array.from([...positives, ...negatives]).sort();
  const all = ranked({ positives: joined(groups.map(({ positives }) => positives)), negatives: joined(groups.map(({ negatives }) => negatives)) });
  const lists = compared.map((group) => ({ name: group.name, scores: ranked(group) }));
  if (all.length === 0 || lists.some(({ scores }) => scores.length === 0)) return [];
  return Array.from({ length: steps }, (_, at) => {
    const share = (at + 1) / steps;
    const from = (scores: Float64Array) => scores[scores.length - Math.max(1, Math.round(share * scores.length))]!;
    return { own: new Map(lists.map(({ name, scores }) => [name, from(scores)])), common: from(all) };
  });
}

function joined(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => [...part])).sort();
}

function best(candidates: readonly Thresholds[], groups: readonly GroupScores[], compared: readonly GroupScores[], { constraint, tolerance }: ThresholdWish): Thresholds | undefined {
  let found: Thresholds | undefined;
  // Calling all rows alike keeps every group together and is of no use.
  let most = 0.5;
  for (const one of candidates) {
    const called = new Map(groups.map((group) => [group, calledFrom(one.own.get(group.name) ?? one.common, group)]));
    const value = balancedAccuracy(added([...called.values()]));
    if (value === null || value <= most) continue;
    const apart = constrained[constraint].map((rate) => spread(compared.map((group) => rate(called.get(group)!))));
    if (apart.some((distance) => !(distance <= tolerance + 1e-12))) continue;
    most = value;
    found = one;
  }
  return found;
}

/** Largest minus smallest of the defined values; NaN for fewer than two, which keeps no limit. */
function spread(values: ReadonlyArray<number | null>): number {
  const defined = values.filter((value) => value !== null);
  return defined.length < 2 ? Number.NaN : Math.max(...defined) - Math.min(...defined);
}
