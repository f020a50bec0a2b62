import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { missing } from '../../support/tools.ts';
import { allowedOf, disagreement } from './agreement.ts';
import { inferenceCases } from './cases/inference.ts';
import { specialCases } from './cases/special.ts';
import { tableCases } from './cases/tables.ts';
import { longSampleCases, twoSampleCases } from './cases/twoSamples.ts';
import { askScipy, type Answer, type Case } from './oracle.ts';

const freshSeed = process.env['MLOPS_TEST_SEED'] ?? randomBytes(8).toString('hex');

describe.skipIf(missing('python'))('statistics equal scipy’s', () => {
  const cases = ['5ca1ab1e', freshSeed].flatMap((seed) => {
    const random = new RandomGenerator(seed);
    return [...specialCases(random), ...twoSampleCases(random, 9), ...tableCases(random, 40), ...inferenceCases(random, 25)];
  });
  cases.push(...longSampleCases());
  let answers: Answer[] = [];

  beforeAll(async () => {
    answers = await askScipy(cases);
  });

  const names = [...new Set(cases.map(({ ask }) => ask[0]))];
  it.each(names)('%s', (name) => {
    const found = cases.flatMap((one, at) => (one.ask[0] === name ? differences(one, answers[at]!) : []));
    const worst = new Map<string, number>();
    for (const { key, by } of found) {
      const kind = key.replace(/\d+/g, '');
      worst.set(kind, Math.max(worst.get(kind) ?? 0, by * allowedOf(key)));
    }
    const largest = [...worst].map(([kind, by]) => `${kind || 'value'} ${by.toExponential(1)}`).join(', ');
    console.log(`${name}: ${cases.filter(({ ask }) => ask[0] === name).length} cases, largest difference ${largest}`);
    const wrong = found.filter(({ by }) => by > 1).map(({ text }) => text);
    expect(wrong.slice(0, 10), `${wrong.length} differ; fresh seed: MLOPS_TEST_SEED=${freshSeed}`).toEqual([]);
  });

  it(`is asked with a fresh seed, ${freshSeed}, of which every part has cases`, () => {
    expect(cases.length).toBeGreaterThan(2_000);
  });
});

interface Difference {
  readonly key: string;
  /** In units of what is allowed. */
  readonly by: number;
  readonly text: string;
}

function differences(one: Case, theirs: Answer): Difference[] {
  const ours = answerOf(one);
  if (ours === undefined || 'refused' in theirs) {
    const isSame = ours === undefined && 'refused' in theirs;
    const who = ours === undefined ? 'only ours refuses' : 'only scipy refuses';
    return isSame ? [] : [{ key: 'refused', by: Number.POSITIVE_INFINITY, text: `${one.ask[0]} of ${one.about}: ${who}` }];
  }
  return [...new Set([...theirs.keys(), ...Object.keys(ours)])].map((key) => {
    const [mine, its] = [ours[key] ?? Number.NaN, theirs.get(key) ?? Number.NaN];
    return { key, by: disagreement(key, mine, its), text: `${one.ask[0]}.${key} of ${one.about}: ${mine}, scipy ${its}` };
  });
}

function answerOf(one: Case): Readonly<Record<string, number>> | undefined {
  try {
    return one.ours();
  } catch (error) {
    if (error instanceof Error && 'fault' in error) return undefined;
    throw error;
  }
}
