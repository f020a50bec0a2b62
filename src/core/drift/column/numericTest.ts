import { quantile } from '../../statistics/summary/quantile.ts';
import { wasserstein } from '../../statistics/distance/wasserstein.ts';
import { wassersteinInterval } from '../../statistics/interval/wassersteinInterval.ts';
import { detectableShift } from '../../statistics/power/detectableShift.ts';
import { detectableV } from '../../statistics/power/detectableV.ts';
import { RandomGenerator } from '../../statistics/random/randomGenerator.ts';
import { exactLimit, ksPValue } from '../../statistics/tests/ksPValue.ts';
import { ksStatistic } from '../../statistics/tests/ksStatistic.ts';
import { hasRoom, type DependentTest } from '../dependence/dependence.ts';
import type { ColumnContext } from './columnContext.ts';
import { fewValues, mostFew, type ValueCounts } from './fewValues.ts';
import type { TestFinding } from './finding.ts';
import { levelTest, type LevelTest } from './levelTest.ts';
import type { NumericPair } from './numericSide.ts';
import { spreadOf } from './spread.ts';
import { testMeasures, type Measures } from './tableMeasures.ts';

export interface NumericPlan {
  /** Undefined: Kolmogorov-Smirnov on the values as they are. */
  readonly few: ValueCounts | undefined;
  readonly table: LevelTest | undefined;
}

/** Which test, from both sides together. */
export function numericPlan({ reference, current }: NumericPair): NumericPlan {
  const few = fewValues(reference.sorted, current.sorted);
  return { few, table: few === undefined ? undefined : levelTest(few.reference, few.current) };
}

/** The distribution test of a numeric column whose sides both have values, and what it measures. */
export function numericTest(
  pair: NumericPair,
  plan: NumericPlan,
  context: Pick<ColumnContext, 'thresholds' | 'intervals' | 'seed'>,
  dependent?: DependentTest,
): { readonly test: TestFinding; readonly measures: Measures } {
  const [left, right] = [pair.reference.sorted, pair.current.sorted];
  const [n, m] = [left.length, right.length];
  const ks = ksStatistic(left, right);
  const w1 = wasserstein(left, right);
  const { deviation, effectName } = spreadOf(pair);
  const effect = w1 === 0 ? 0 : w1 / deviation;
  const quartiles = quantile(left, 0.75) - quantile(left, 0.25);
  const inflation = dependent?.inflation ?? 1;
  const { table } = plan;
  const measures: Measures = {
    ks,
    w1: finite(w1 * pair.unit),
    w1Std: finite(effect),
    w1Iqr: w1 === 0 ? 0 : quartiles > 0 ? finite(w1 / quartiles) : null,
    ...(table === undefined ? {} : testMeasures(table.reference, table.current, table.statistic)),
  };
  const interval = () => {
    if (!context.intervals || !(deviation > 0)) return null;
    const { high } = wassersteinInterval(left, right, new RandomGenerator(context.seed));
    const reach = (high - w1) * Math.sqrt(inflation);
    return [Math.max(0, w1 - reach) / deviation, (w1 + reach) / deviation] as const;
  };
  return {
    measures,
    test: {
      subject: 'distribution',
      method: dependent?.method ?? methodOf(table, n, m),
      statistic: table?.statistic ?? ks,
      pValue: dependent?.p ?? table?.p ?? ksPValue(ks, n, m),
      effect: finite(effect),
      effectName,
      effectInterval: interval(),
      threshold: context.thresholds.numericEffect,
      smallestDetectable: (alpha, power) => {
        if (!hasRoom(dependent, alpha)) return null;
        const [before, after] = [n / inflation, m / inflation];
        return (table === undefined ? detectableShift(before, after, { alpha, power }) : detectableTilt(table.reference.length, before, after, { alpha, power })) ?? null;
      },
    },
  };
}

function methodOf(table: LevelTest | undefined, n: number, m: number): string {
  if (table !== undefined) return `${table.method}: at most ${mostFew} different numbers, whose ties would make Kolmogorov-Smirnov too careful`;
  return Math.max(n, m) <= exactLimit
    ? `Kolmogorov-Smirnov, exact p: numbers, at most ${exactLimit.toLocaleString('en-US')} a side`
    : `Kolmogorov-Smirnov, large-sample p: numbers, more than ${exactLimit.toLocaleString('en-US')} on a side`;
}

/**
 * The smallest mean shift, in standard deviations, that a chi-square test value by value finds where each value's weight
 * changes in proportion to its distance from the mean (the shift that is hardest to find by its noncentrality, δ² nm / (n +
 * m)). Values then only move one way, so that the shift is W1 over the standard deviation.
 */
function detectableTilt(levels: number, n: number, m: number, { alpha, power }: { readonly alpha: number; readonly power: number }): number | undefined {
  // Of one value: a second one that appears.
  const v = detectableV(Math.max(2, levels), n + m, { alpha, power });
  return v === undefined ? undefined : (v * (n + m)) / Math.sqrt(n * m);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
