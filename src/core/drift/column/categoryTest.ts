import { cramersVCorrected } from '../../statistics/distance/cramersVCorrected.ts';
import { cramersVInterval } from '../../statistics/interval/cramersVInterval.ts';
import { detectableV } from '../../statistics/power/detectableV.ts';
import { hasRoom, type DependentTest } from '../dependence/dependence.ts';
import type { TestFinding } from './finding.ts';
import type { LevelTest } from './levelTest.ts';
import { total } from './total.ts';

/** The distribution test of a categorical column whose sides both have values. */
export function categoryTest(table: LevelTest, threshold: number, withInterval: boolean, dependent?: DependentTest): TestFinding {
  const levels = table.reference.length;
  const all = total(table.reference) + total(table.current);
  const inflation = dependent?.inflation ?? 1;
  const interval = () => {
    if (!withInterval) return null;
    const { low, high } = cramersVInterval(table.statistic / inflation, levels, all / inflation);
    return [low, high] as const;
  };
  return {
    subject: 'distribution',
    method: dependent?.method ?? `${table.method}: categories`,
    statistic: table.statistic,
    pValue: dependent?.p ?? table.p,
    effect: cramersVCorrected(table.statistic, levels, all),
    effectName: 'Cramér’s V (bias-corrected)',
    effectInterval: interval(),
    threshold,
    // Of one level: a second one that appears.
    smallestDetectable: (alpha, power) => (table.isHopeless || !hasRoom(dependent, alpha) ? null : (detectableV(Math.max(2, levels), all / inflation, { alpha, power }) ?? null)),
  };
}
