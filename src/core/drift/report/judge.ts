import type { DriftColumn, DriftState, DriftSubTest, DriftThresholds } from '../../model/drift.ts';
import type { ColumnFinding, TestFinding } from '../column/finding.ts';
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
  const tests = finding.tests.map((test, at) => judged(test, verdicts.pAdjusted[at]!, verdicts.alpha, smallest[at]!));
  const mainAt = finding.tests.findIndex(({ subject }) => subject === 'distribution');
  const main = finding.tests[mainAt];
  const best = tests.reduce<DriftSubTest | undefined>((least, one) => (least === undefined || one.pAdjusted < least.pAdjusted || (one.pAdjusted === least.pAdjusted && one.pValue < least.pValue) ? one : least), undefined);
  const state = finding.certain !== null ? 'drift' : weightiest([...tests.map((test) => test.state), ...(finding.untested === null ? [] : ['unknown' as const])]);
  return {
    name: finding.name,
    kind: finding.kind,
    state,
    drifted: state === 'drift',
    reason: reasonOf(finding, tests, state, smallest, thresholds.power),
    method: main === undefined ? null : [main.method, ...finding.notes].join('; '),
    statistic: main?.statistic ?? null,
    effect: main?.effect ?? null,
    effectName: main?.effectName ?? null,
    effectInterval: main?.effectInterval ?? null,
    pValue: best?.pValue ?? null,
    pAdjusted: best?.pAdjusted ?? null,
    tests,
    measures: finding.measures,
    nullShare: finding.nullShare,
    samples: finding.samples,
    smallestDetectable: smallest[mainAt] ?? null,
    newCategories: finding.newCategories,
    vanishedCategories: finding.vanishedCategories,
    outOfRange: finding.outOfRange,
    shape: finding.shape,
    problems: finding.problems,
  };
}

function judged(test: TestFinding, pAdjusted: number, alpha: number, smallest: number | null): DriftSubTest {
  const { subject, method, statistic, pValue, effect, effectInterval, bounds } = test;
  return { subject, method, statistic, pValue, pAdjusted, effect, effectInterval, state: stateOfTest(test, pAdjusted, alpha, smallest), ...(bounds ? { bounds } : {}) };
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
