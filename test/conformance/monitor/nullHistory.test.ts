import { expect, it } from 'vitest';
import { sha256 } from '../../../src/core/base/sha256.ts';
import { driftReport } from '../../../src/core/drift/driftReport.ts';
import { defaultHitRule, firings } from '../../../src/core/monitor/retrainRule.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import type { Column } from '../../../src/core/table/column.ts';
import { levelColumn, numberColumn } from '../../../src/core/table/makeColumn.ts';
import { memoryTable } from '../../../src/core/table/memoryTable.ts';

const fresh = process.env['MLOPS_TEST_SEED'] ?? String(Math.floor(Math.random() * 1e9));
const day = 86_400_000;

/** Ten columns of the kinds that mislead: skewed, with many zeros, few values, missing ones, rare levels. */
function table(rows: number, random: RandomGenerator): Column[] {
  const draw = (value: () => number | null) => Array.from({ length: rows }, value);
  const level = () => `l${Math.floor(Math.exp(3 * random.uniform()))}`;
  return [
    numberColumn('normal', draw(() => random.normal())),
    numberColumn('skewed', draw(() => Math.exp(random.normal()))),
    numberColumn('zeros', draw(() => (random.uniform() < 0.7 ? 0 : random.uniform()))),
    numberColumn('few', draw(() => random.integerBelow(4))),
    numberColumn('gaps', draw(() => (random.uniform() < 0.1 ? null : random.normal()))),
    numberColumn('rounded', draw(() => Math.round(random.normal() * 5))),
    levelColumn('rare', Array.from({ length: rows }, level)),
    levelColumn('two', Array.from({ length: rows }, () => (random.uniform() < 0.05 ? 'a' : 'b'))),
    levelColumn('sparse', Array.from({ length: rows }, () => (random.uniform() < 0.5 ? null : level()))),
    numberColumn('heavy', draw(() => random.normal() / Math.max(0.05, random.uniform()))),
  ];
}

/** Firings of the default rule in years of days in which nothing changed. */
async function firedIn(years: number, seed: string): Promise<number> {
  const random = new RandomGenerator(sha256(`null history ${seed}`));
  const { signal } = new AbortController();
  let fired = 0;
  for (let year = 0; year < years; year += 1) {
    const reference = memoryTable('reference', table(1_000, random), { digest: `${seed} ${year}` });
    const windows = [];
    for (let at = 0; at < 365; at += 1) {
      const current = memoryTable('current', table(100, random), { digest: `${seed} ${year} ${at}` });
      const { verdict } = await driftReport(reference, current, { intervals: false }, { signal });
      windows.push({ endMs: at * day, isHit: verdict === 'drift' });
    }
    fired += firings({ when: 'drift', ...defaultHitRule }, windows).length;
  }
  return fired;
}

it('four years of days in which nothing changed make the default rule fire at most twice a year', async () => {
  const fired = await firedIn(4, 'fixed');
  console.log(`null histories: ${fired / 4} firings a year`);
  expect(fired).toBeLessThanOrEqual(8);
});

it(`and two years of a fresh seed (${fresh}) no more than such a rate gives by chance`, async () => {
  const fired = await firedIn(2, fresh);
  console.log(`null histories, seed ${fresh}: ${fired / 2} firings a year`);
  // A Poisson count of mean 4 is above 12 once in 4,000 times.
  expect(fired).toBeLessThanOrEqual(12);
});
