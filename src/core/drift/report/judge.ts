import type { DriftColumn, DriftState, DriftSubTest, DriftThresholds } from '../../model/drift.ts';
import type { ColumnFinding, TestFinding } from '../column/finding.ts';
import { provisionalColumn, type ProvisionalTest } from '../provisional.ts';
import { reasonOf } from './reason.ts';

/** A column's place in its family of tests. */
export interface Verdicts {
  /** Adjusted p of the column's tests, in their order. */
  readonly pAdjusted: readonly number[];
  /** False discovery rate of the family. */
  readonly alpha: number;
}

/** The finding with its state: see `stateOfTest`; the weightiest state of its tests is the column's. */
export function judge(finding: ColumnFinding, verdicts: Verdicts, thresholds: DriftThresholds): DriftColumn {
  const smallest = finding.tests.map((test) => test.smallestDetectable(verdicts.alpha, thresholds.power));
  const seen = provisionalColumn(finding, verdicts.alpha, thresholds.power);
  const tests = seen.tests.map((test, at) => judged(finding.tests[at]!, test, verdicts, at, smallest[at]!));
  const state = finding.certain !== null ? 'drift' : weightiest([...tests.map((test) => test.state), ...(finding.untested === null ? [] : ['unknown' as const])]);
  return {
    name: seen.name,
    kind: seen.kind,
    state,
    drifted: state === 'drift',
    reason: reasonOf(finding, tests, state, smallest, thresholds.power),
    method: seen.method,
    statistic: seen.statistic,
    effect: seen.effect,
    effectName: seen.effectName,
    effectInterval: seen.effectInterval,
    pValue: seen.pValue,
    pAdjusted: tests.length === 0 ? null : Math.min(...tests.map((test) => test.pAdjusted)),
    tests,
    measures: seen.measures,
    nullShare: seen.nullShare,
    samples: seen.samples,
    smallestDetectable: seen.smallestDetectable,
    newCategories: seen.newCategories,
    vanishedCategories: seen.vanishedCategories,
    outOfRange: seen.outOfRange,
    shape: seen.shape,
    problems: seen.problems,
  };
}

function judged(finding: TestFinding, seen: ProvisionalTest, { pAdjusted, alpha }: Verdicts, at: number, smallest: number | null): DriftSubTest {
  const { subject, method, statistic, pValue, effect, effectInterval, bounds } = seen;
  const adjusted = pAdjusted[at]!;
  return { subject, method, statistic, pValue, pAdjusted: adjusted, effect, effectInterval, state: stateOfTest(finding, adjusted, alpha, smallest), ...(bounds ? { bounds } : {}) };
}

/**
 * Significant: by the effect's size `drift` or `negligible`. Not significant: `none` where the test would have found an effect
 * of twice the threshold with the power asked for, else `unknown`. `smallest` is what the test by itself would have found at α:
 * it tells of the rows, and is the same however many other columns are looked at.
 */
function stateOfTest(test: TestFinding, pAdjusted: number, alpha: number, smallest: number | null): DriftState {
  if (pAdjusted <= alpha) return test.effect !== null && Math.abs(test.effect) > test.threshold ? 'drift' : 'negligible';
  return smallest === null || smallest > 2 * test.threshold ? 'unknown' : 'none';
}

const weights: readonly DriftState[] = ['none', 'negligible', 'unknown', 'drift'];

function weightiest(states: readonly DriftState[]): DriftState {
  return states.reduce<DriftState>((most, one) => (weights.indexOf(one) > weights.indexOf(most) ? one : most), 'none');
}
