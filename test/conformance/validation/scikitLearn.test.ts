import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { missing, tools } from '../../support/tools.ts';
import { differences } from './agreement.ts';
import { askPython } from './askPython.ts';
import { metricCases } from './cases/metrics.ts';

const freshSeed = process.env['MLOPS_TEST_SEED'] ?? randomBytes(8).toString('hex');
const allowed = 1e-12;

describe.skipIf(missing('python'))('metrics equal scikit-learn’s', () => {
  const cases = ['5ca1ab1e', freshSeed].flatMap((seed) => {
    const random = new RandomGenerator(seed);
    return [...metricCases(random, 100)];
  });
  let answers: Array<Record<string, string | string[]>> = [];

  beforeAll(async () => {
    answers = (await askPython(tools.python, path.join(import.meta.dirname, 'scikitLearn.py'), cases.map(({ ask }) => ask))) as typeof answers;
  });

  it.each([...new Set(cases.map(({ ask }) => ask[0]))])('%s', (name) => {
    const of = cases.filter(({ ask }) => ask[0] === name);
    const found = cases.flatMap((one, at) => (one.ask[0] === name ? differences(one, answers[at]!) : []));
    const worst = Math.max(...found.map(({ by }) => by));
    console.log(`${name}: ${of.length} cases, ${found.length} values, largest difference ${worst.toExponential(1)}`);
    const wrong = found.filter(({ by }) => !(by <= allowed)).map(({ text }) => text);
    expect(wrong.slice(0, 10), `${wrong.length} differ; fresh seed: MLOPS_TEST_SEED=${freshSeed}`).toEqual([]);
    expect(of.length).toBeGreaterThanOrEqual(200);
  });
});
