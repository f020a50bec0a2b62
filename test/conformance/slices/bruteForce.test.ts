import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { outcomeSlices, shareSlices } from '../../../src/core/drift/slices/compareSlices.ts';
import type { SliceSearch } from '../../../src/core/drift/slices/sliceSearch.ts';
import { worstSlices } from '../../../src/core/drift/slices/worstSlices.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { levelColumn } from '../../../src/core/table/makeColumn.ts';
import { missing, tools } from '../../support/tools.ts';
import { outcomeNames, outcomes } from './tables.ts';

const freshSeed = process.env['MLOPS_TEST_SEED'] ?? randomBytes(8).toString('hex');
const kinds = ['change', 'share', 'worst'] as const;

interface Case {
  readonly kind: (typeof kinds)[number];
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly split: number;
  readonly outcome: readonly number[];
  readonly least: number;
  readonly permutations: number;
  readonly seed: number;
}

describe.skipIf(missing('python'))('slices equal those of the definition, permuted by numpy', () => {
  const cases = ['51ce5', freshSeed].flatMap((seed) => {
    const random = new RandomGenerator(seed);
    return Array.from({ length: 36 }, (_, at) => caseOf(kinds[at % 3]!, random));
  });
  let answers: Array<Record<string, { readonly z: number; readonly p: number }>> = [];

  beforeAll(async () => {
    const child = spawn(tools.python, [path.join(import.meta.dirname, 'oracle.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(JSON.stringify(cases));
    answers = JSON.parse(await text(child.stdout)) as typeof answers;
  });

  it.each(kinds)('%s: z, the slices looked at, and p of the whole search', (kind) => {
    let [largestZ, largestP, slices] = [0, 0, 0];
    cases.forEach((one, at) => {
      if (one.kind !== kind) return;
      const theirs = answers[at]!;
      const ours = searchOf(one);
      expect(ours.examined, `seed ${freshSeed}`).toBe(Object.keys(theirs).length);
      for (const { where, z, pAdjusted } of ours.slices) {
        const its = theirs[where.map(({ column, value }) => `${column}=${value}`).join(' ')]!;
        largestZ = Math.max(largestZ, Math.abs(z - its.z));
        // Both are drawn: in standard errors of their difference, and two draws more where nearly none or all are as large.
        const p = (pAdjusted + its.p) / 2;
        const error = Math.sqrt(p * (1 - p) * (1 / ours.permutations + 1 / one.permutations)) + 2 / ours.permutations;
        largestP = Math.max(largestP, Math.abs(pAdjusted - its.p) / error);
        slices += 1;
      }
    });
    console.log(`${kind}: ${slices} slices, largest difference of z ${largestZ.toExponential(1)}, of p ${largestP.toFixed(1)} standard errors`);
    expect(slices).toBeGreaterThan(100);
    // The columns' terms are fitted by repetition until nothing moves by a millionth.
    expect(largestZ, `seed ${freshSeed}`).toBeLessThan(kind === 'change' ? 1e-3 : 1e-9);
    expect(largestP, `seed ${freshSeed}`).toBeLessThan(4.5);
  });
});

function caseOf(kind: Case['kind'], random: RandomGenerator): Case {
  const rows = 200 + random.integerBelow(300);
  const split = Math.floor(rows * (0.3 + 0.4 * random.uniform()));
  const first = Array.from({ length: rows }, () => `${random.integerBelow(3)}`);
  const columns = {
    a: first,
    b: first.map((level) => (random.uniform() < 0.5 ? level : `${random.integerBelow(4)}`)),
    c: first.map((_, row) => `${Number(random.uniform() < (row < split ? 0.5 : 0.6))}`),
  };
  const draw = outcomes[outcomeNames[random.integerBelow(outcomeNames.length)]!];
  const effect = random.uniform() * 1.5;
  const outcome = first.map((level, row) => draw(random) + (level === '1' ? effect : 0) + (level === '2' && row >= split ? effect : 0));
  return { kind, columns, split, outcome, least: 15, permutations: 999, seed: random.next() };
}

function searchOf({ kind, columns, split, outcome, least }: Case): SliceSearch {
  // At alpha 1 a search never ends early, so that every slice's p is of all permutations.
  const options = { random: new RandomGenerator('9e'), least, listed: 1_000, alpha: 1, direction: 'both' } as const;
  const side = (from: number, to: number) => Object.entries(columns).map(([name, values]) => levelColumn(name, values.slice(from, to)));
  const values = Float64Array.from(outcome);
  if (kind === 'worst') return worstSlices(side(0, outcome.length), { name: 'error', values }, options);
  if (kind === 'share') return shareSlices(side(0, split), side(split, outcome.length), options);
  return outcomeSlices(side(0, split), side(split, outcome.length), { name: 'error', reference: values.slice(0, split), current: values.slice(split) }, options);
}
