import { benjaminiHochberg } from '../../statistics/adjust/benjaminiHochberg.ts';
import type { ColumnFinding } from '../column/finding.ts';

/**
 * The columns whose state may be another one within their bounds: significant at one end of them and not at the other, or
 * with the threshold between the ends of the effect. Adjusted p rise with every p, so both ends of the family are enough.
 */
export function undecided(findings: readonly ColumnFinding[], alpha: number): string[] {
  const tests = findings.flatMap(({ name, tests: own }) => own.map((test) => ({ name, test })));
  const adjusted = (end: 0 | 1) => benjaminiHochberg(tests.map(({ test }) => test.pRange?.[end] ?? test.pValue));
  const [lows, highs] = [adjusted(0), adjusted(1)];
  const open = tests.filter(({ test }, at) => {
    if (test.bounds === undefined) return false;
    const isEverSignificant = lows[at]! <= alpha;
    if (isEverSignificant !== highs[at]! <= alpha) return true;
    const [low, high] = test.bounds.effect;
    return isEverSignificant && low <= test.threshold && high > test.threshold;
  });
  return [...new Set(open.map(({ name }) => name))];
}
