import { newcombeInterval } from '../../statistics/interval/newcombeInterval.ts';
import { detectableShareDifference } from '../../statistics/power/detectableShareDifference.ts';
import { shareTest } from '../../statistics/tests/shareTest.ts';
import { hasRoom, type DependentTest } from '../dependence/dependence.ts';
import type { TestFinding } from './finding.ts';

export interface NullCounts {
  readonly reference: { readonly hits: number; readonly of: number };
  readonly current: { readonly hits: number; readonly of: number };
}

/**
 * Whether the share of missing values changed. Undefined where there is nothing to test: a side without rows, or no missing
 * value on either side; such a test could only cost the others their power.
 */
export function nullTest({ reference, current }: NullCounts, threshold: number, dependent?: DependentTest): TestFinding | undefined {
  if (reference.of === 0 || current.of === 0 || reference.hits + current.hits === 0) return undefined;
  const { method, p } = shareTest(reference, current);
  const inflation = dependent?.inflation ?? 1;
  const shrunk = ({ hits, of }: NullCounts['reference']) => ({ hits: hits / inflation, of: of / inflation });
  const { low, high } = newcombeInterval(shrunk(reference), shrunk(current));
  const pooled = (reference.hits + current.hits) / (reference.of + current.of);
  return {
    subject: 'nulls',
    method: dependent?.method ?? (method === 'fisher' ? 'Fisher’s exact test: shares of missing values, an expected count below 5' : 'chi-square: shares of missing values'),
    statistic: current.hits / current.of - reference.hits / reference.of,
    pValue: dependent?.p ?? p,
    effect: current.hits / current.of - reference.hits / reference.of,
    effectName: 'change of the share of missing values',
    effectInterval: [low, high],
    threshold,
    smallestDetectable(alpha, power) {
      if (!hasRoom(dependent, alpha)) return null;
      const [n, m] = [reference.of / inflation, current.of / inflation];
      const rise = detectableShareDifference(pooled, n, m, { alpha, power });
      const fall = detectableShareDifference(1 - pooled, n, m, { alpha, power });
      // The direction that is harder to see, of those that can be.
      return rise === undefined ? (fall ?? null) : Math.max(rise, fall ?? 0);
    },
  };
}
