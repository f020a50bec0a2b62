import { cramersVCorrected } from '../../statistics/distance/cramersVCorrected.ts';
import { cramersVInterval } from '../../statistics/interval/cramersVInterval.ts';
import { detectableV } from '../../statistics/power/detectableV.ts';
import { short } from '../report/numberWords.ts';
import { hasRoom, type DependentTest } from '../dependence/dependence.ts';
import type { TestFinding } from './finding.ts';
import type { LevelTest } from './levelTest.ts';
import { total } from './total.ts';

/** The distribution test of a categorical column whose sides both have values. */
export function categoryTest(table: LevelTest, threshold: number, withInterval: boolean, dependent?: DependentTest): TestFinding {
  const levels = table.reference.length;
  const sides = [total(table.reference), total(table.current)] as const;
  const all = sides[0] + sides[1];
  // Of one change V is the smaller the more the sides differ in size; rows are judged by what they would tell at one size.
  const toEqualSizes = all / (2 * Math.sqrt(sides[0] * sides[1]));
  const effect = cramersVCorrected(table.statistic, levels, all);
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
    effect,
    effectName: 'Cramér’s V (bias-corrected)',
    effectInterval: interval(),
    threshold,
    // Of one level: a second one that appears.
    smallestDetectable: (alpha, power) => {
      const found = table.isHopeless || !hasRoom(dependent, alpha) ? undefined : detectableV(Math.max(2, levels), all / inflation, { alpha, power });
      // There is no change larger than 1.
      return found === undefined || found * toEqualSizes > 1 ? null : found * toEqualSizes;
    },
    ...remarked(table, effect, toEqualSizes, threshold),
  };
}

function remarked({ isHopeless, places, reference, current }: LevelTest, effect: number, toEqualSizes: number, threshold: number): Pick<TestFinding, 'whySmall' | 'whyNone'> {
  const levels = places.filter((place) => place !== null).length;
  if (isHopeless) return levels < (total(reference) + total(current)) / 2 ? {} : { whyNone: 'Almost every value is another one, as in an identifier, and more rows would not change that: leave the column out.' };
  const atEqualSizes = Math.min(1, effect * toEqualSizes);
  if (effect > threshold || atEqualSizes <= threshold) return {};
  return { whySmall: `The sides differ much in size, which keeps Cramér’s V down: between sides of one size this change would make about ${short(atEqualSizes)}.` };
}
