import type { DriftState, DriftSubTest } from '../../model/drift.ts';
import type { ColumnFinding, TestFinding } from '../column/finding.ts';
import { percent, pWords, short } from './numberWords.ts';

/** What decided on a column's state, for a person. */
export function reasonOf(finding: ColumnFinding, tests: readonly DriftSubTest[], state: DriftState, smallest: ReadonlyArray<number | null>, power: number): string {
  const parts: string[] = [];
  if (finding.certain !== null) parts.push(finding.certain);
  if (finding.untested !== null && finding.untested !== finding.certain) parts.push(finding.untested);
  tests.forEach((test, at) => {
    // Of tests that agree with nothing being found one sentence is enough, if it is the one that decides.
    if (test.state === state || test.state === 'drift' || test.state === 'negligible') parts.push(sentence(finding, finding.tests[at]!, test, smallest[at]!, power));
  });
  return [...new Set(parts)].join(' ');
}

function sentence(finding: ColumnFinding, test: TestFinding, { state, pAdjusted }: DriftSubTest, smallest: number | null, power: number): string {
  const isNulls = test.subject === 'nulls';
  const shown = isNulls ? percent : short;
  const what = isNulls ? nullWords(finding) : `The distribution changed by ${test.effectName} ${test.effect === null ? 'beyond measure' : short(test.effect)}`;
  switch (state) {
    case 'drift':
      return `${what}, more than ${shown(test.threshold)}; adjusted ${pWords(pAdjusted)}.`;
    case 'negligible':
      return `${what}: a real change (adjusted ${pWords(pAdjusted)}), but not more than ${shown(test.threshold)}.${test.whySmall === undefined ? '' : ` ${test.whySmall}`}`;
    default: {
      const subject = isNulls ? 'No change of the share of missing values was found' : 'No change of the distribution was found';
      if (test.whyNone !== undefined) return `${subject}. ${test.whyNone}`;
      const found = smallest === null ? 'these rows are too few to find any' : `by itself this test would have found one of ${shown(smallest)} with a chance of ${percent(power)}`;
      return state === 'none' ? `${subject} (adjusted ${pWords(pAdjusted)}); ${found}.` : `${subject}, but ${found}: not enough to rule out ${shown(2 * test.threshold)}.`;
    }
  }
}

function nullWords({ nullShare }: ColumnFinding): string {
  const [before, after] = [nullShare.reference ?? 0, nullShare.current ?? 0];
  return `The share of missing values ${after > before ? 'rose' : 'fell'} from ${percent(before)} to ${percent(after)}`;
}
