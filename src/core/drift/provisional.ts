import type { DriftColumn, DriftSubTest } from '../model/drift.ts';
import type { ColumnFinding } from './column/finding.ts';

/** What a column shows before the others are known: everything that does not depend on them. */
export interface ProvisionalColumn extends Omit<DriftColumn, 'state' | 'drifted' | 'reason' | 'pAdjusted' | 'tests'> {
  readonly tests: readonly ProvisionalTest[];
}

export type ProvisionalTest = Omit<DriftSubTest, 'pAdjusted' | 'state'>;

/** The finding without a verdict; `alpha` and `power` as they will be asked for. `judge` takes the same from it, so nothing that is shown early changes with the verdict. */
export function provisionalColumn(finding: ColumnFinding, alpha: number, power: number): ProvisionalColumn {
  const { name, kind, measures, nullShare, samples, newCategories, vanishedCategories, outOfRange, shape, problems } = finding;
  const main = finding.tests.find(({ subject }) => subject === 'distribution');
  return {
    name,
    kind,
    method: main === undefined ? null : [main.method, ...finding.notes].join('; '),
    statistic: main?.statistic ?? null,
    effect: main?.effect ?? null,
    effectName: main?.effectName ?? null,
    effectInterval: main?.effectInterval ?? null,
    // Adjusted p rise with p, so the test with the smallest p has the smallest adjusted one too.
    pValue: finding.tests.length === 0 ? null : Math.min(...finding.tests.map(({ pValue }) => pValue)),
    tests: finding.tests.map((test) => ({
      subject: test.subject,
      method: test.method,
      statistic: test.statistic,
      pValue: test.pValue,
      effect: test.effect,
      effectInterval: test.effectInterval,
      ...(test.bounds ? { bounds: test.bounds } : {}),
    })),
    measures,
    nullShare,
    samples,
    smallestDetectable: main?.smallestDetectable(alpha, power) ?? null,
    newCategories,
    vanishedCategories,
    outOfRange,
    shape,
    problems,
  };
}
