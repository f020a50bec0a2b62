import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { missing, tools } from '../../support/tools.ts';
import { binaryCases, multiclassCases, regressionCases, type Case } from './cases.ts';
import { partCases } from './partCases.ts';

const freshSeed = process.env['MLOPS_TEST_SEED'] ?? randomBytes(8).toString('hex');

/** Values to 1e-12; p to a relative 1e-6; Student's quantile is an expansion. */
function allowed(key: string, theirs: number): number {
  if (key === 'p' || key.endsWith(' p')) return 1e-6 * Math.abs(theirs);
  return (key.startsWith('t ') ? 1e-6 : 1e-12) * Math.max(1, Math.abs(theirs));
}

describe.skipIf(missing('peersPython'))('measures, disparities and intervals equal fairlearn’s, scikit-learn’s and statsmodels’', () => {
  const cases: Case[] = ['b1a5b1a5', freshSeed].flatMap((seed) => {
    const random = new RandomGenerator(seed);
    return [...binaryCases(random, 5), ...multiclassCases(random, 1), ...regressionCases(random, 6), ...partCases(random, 32)];
  });
  let answers: Array<Readonly<Record<string, string | null>>> = [];

  beforeAll(async () => {
    const child = spawn(tools.peersPython, [path.join(import.meta.dirname, 'oracle.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(JSON.stringify(cases.map(({ ask }) => ask)));
    answers = JSON.parse(await text(child.stdout)) as typeof answers;
  });

  it.each([...new Set(cases.map(({ ask }) => ask[0]))])('%s', (name) => {
    let [numbers, undefinedOnes, largest] = [0, 0, 0];
    const wrong: string[] = [];
    cases.forEach((one, at) => {
      if (one.ask[0] !== name) return;
      const [ours, theirs] = [one.ours(), answers[at]!];
      for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
        const [mine, its] = [ours[key], theirs[key]];
        if (mine === null && its === null) undefinedOnes += 1;
        else if (mine === null || mine === undefined || its === null || its === undefined) wrong.push(`${key} of ${one.about}: ${mine}, theirs ${its}`);
        else {
          numbers += 1;
          const distance = Math.abs(mine - Number(its));
          largest = Math.max(largest, distance / Math.max(1e-300, allowed(key, Number(its))));
          if (!(distance <= allowed(key, Number(its)))) wrong.push(`${key} of ${one.about}: ${mine}, theirs ${its}`);
        }
      }
    });
    console.log(`${name}: ${numbers} numbers and ${undefinedOnes} undefined ones agree; largest distance ${largest.toFixed(3)} of what is allowed`);
    expect(wrong.slice(0, 10), `${wrong.length} differ; fresh seed: MLOPS_TEST_SEED=${freshSeed}`).toEqual([]);
    expect(numbers).toBeGreaterThan(50);
  });

  it(`is asked with a fresh seed, ${freshSeed}`, () => {
    expect(cases.filter(({ ask }) => ['binary', 'multiclass', 'regression'].includes(ask[0])).length).toBeGreaterThan(200);
  });
});
