import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/core/governance/decision/decide.ts';
import type { Candidate, Entry, EvidenceItem } from '../../../src/core/governance/ledger/entry.ts';
import type { CountedEntry, Weighed } from '../../../src/core/governance/ledger/weigh.ts';
import { decodePolicy } from '../../../src/core/governance/policy/decodePolicy.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { parseYamlSyntax as parseYaml } from '../../../src/io/yamlSyntax.ts';
import { candidate, person, signer } from './ledgers.ts';

const now = '2026-01-10T00:00:00.000Z';
const robot = person(signer('robot'), ['ci'], { isBot: true });
const running = candidate({ version: '6', artifact: '6'.repeat(64) });

/** Rules with a limit that values about 0.5 are on either side of. */
const forms: ReadonlyArray<(limit: string) => string> = [
  (limit) => `metric: { path: metrics.gap, max: ${limit}, unit: ms }`,
  (limit) => `metric: { path: metrics.auc, min: ${limit}, min_samples: 100, max_age: 7d }`,
  (limit) => `champion: { metric: auc, direction: higher, min_gain: ${limit} }\n    first_release: { min: ${limit} }`,
  (limit) => `champion: { metric: auc, direction: lower, min_gain: -${limit}, min_samples: 100 }\n    first_release: { max: ${limit} }`,
  (limit) => `champion: { metric: auc, direction: higher, min_gain: -${limit}, bound: lower95 }`,
  (limit) => `slice_gap: { metric: recall, by: [age, region], max: ${limit}, min_samples: 100, small_slices: ignore }`,
  (limit) => `slice_gap: { metric: recall, by: [age], max: ${limit} }`,
  (limit) => `drift: { measure: psi, max: ${limit}, max_share_drifted: ${limit}, max_age: 7d }`,
  () => 'drift: { report: r.json }',
  () => 'card: { required: [owner, limits], min_words: { limits: 20 } }',
  () => 'columns: { dataset: train, forbid: ["*_phone", age], scan: [email], sample_rows: 100 }',
  () => 'columns: { dataset: train, forbid: [ssn] }',
  (limit) => `reproduce: { mode: metrics, tolerance: { auc: ${limit} }, max_age: 7d }`,
  () => 'reproduce: { level: L3 }',
  () => 'pinned: { data: dvc, code: clean-commit, params: true, environment: lockfile }',
  (limit) => `expr: "!(m.gap > ${limit}) || m.auc / m.gap > 1 || drift.verdict == 'drift'"\n    units: { m.gap: ms }`,
  (limit) => `expr: "code.isClean ? m.auc != ${limit} : !(m.gap < ${limit})"`,
];

type Draw = () => number;
const of = <T>(draw: Draw, ...choices: readonly T[]): T => choices[Math.floor(draw() * choices.length)]!;

/** Every path that a rule above reads, with a value that may be anything. */
function readings(draw: Draw): Map<string, { readonly value: number | string | boolean; readonly unit: string | null; readonly samples: number | null; readonly asOf: string }> {
  const rare = draw() < 0.5;
  const number = (usual: () => number) => (rare && draw() < 0.05 ? of<number | string | boolean>(draw, NaN, Infinity, -Infinity, 'NaN', true, 0) : usual());
  const share = () => number(() => Math.round(draw() * 100) / 100);
  const values: Record<string, number | string | boolean> = {};
  for (const path of ['metrics.gap', 'metrics.auc', 'metrics.test.auc', 'champion.test.auc.lower95', 'drift.shareDrifted', 'drift.largest.psi', 'reproduction.metrics.auc']) values[path] = share();
  for (const [column, groups] of [['age', ['a', 'b', 'c']], ['region', ['n', 's']]] as const) {
    values[`slices.recall.${column}`] = number(() => groups.length);
    for (const group of groups) values[`slices.recall.${column}.${group}`] = share();
  }
  Object.assign(values, { 'champion.artifact': running.artifact, 'drift.verdict': of(draw, 'drift', 'no-drift', 'no-drift', 'unknown'), 'drift.report': 'r.json', 'drift.columns': number(() => 10) });
  Object.assign(values, { 'card.owner.words': number(() => 2), 'card.limits.words': number(() => of(draw, 10, 30)), 'columns.train': number(() => 2), 'columns.train.names.height': true, [`columns.train.names.${of(draw, 'weight', 'home_phone', 'ssn')}`]: true });
  Object.assign(values, { 'columns.train.possible.email': number(() => of(draw, 0, 0, 4)), 'columns.train.scanned': number(() => of(draw, 50, 200)), 'columns.train.rows': number(() => 200), 'code.isClean': draw() < 0.8, 'data.pinnedBy': of(draw, 'dvc', 'dvc', 'git'), 'environment.lock': 'abc', 'reproduction.level': of(draw, 'L4', 'L3', 'L2', 'gone') });
  const window = of(draw, '2026-01-09T00:00:00.000Z', '2026-01-09T00:00:00.000Z', '2026-01-01T00:00:00.000Z', '2026-01-10T01:00:00.000Z');
  return new Map(Object.entries(values).map(([path, value]) => [path, { value, unit: path === 'metrics.gap' ? of(draw, 'ms', 'ms', 'ms', 's') : null, samples: path.startsWith('drift.') ? of(draw, 10, 10, 9) : of(draw, 1000, 1000, 1000, 50, null), asOf: path.startsWith('drift.') ? window : rare && draw() < 0.05 ? '2026-01-10T01:00:00.000Z' : '2026-01-09T00:00:00.000Z' }]));
}

type Given = ReturnType<typeof readings>;

function weighedOf(own: Given, champion: Given | null): Weighed {
  const counted = new Map<string, CountedEntry>();
  const add = (name: string, body: object): void => {
    const entry = { digest: name.repeat(64), genesis: '0'.repeat(64), prev: [], seq: 1, claimedAt: '2026-01-09T12:00:00.000Z', fingerprint: 'x', text: null, ...body } as unknown as Entry;
    counted.set(entry.digest, { entry, signer: robot, fingerprint: 'x' });
  };
  const items = (given: Given): EvidenceItem[] => [...given].map(([path, { asOf, ...value }]) => ({ kind: 'test', digest: 'd'.repeat(64), from: 'test', asOf, values: new Map([[path, value]]) }));
  add('1', { kind: 'evidence', candidate: candidate(), items: items(own) });
  if (champion !== null) {
    add('2', { kind: 'evidence', candidate: running, items: items(champion) });
    add('3', { kind: 'deploy', candidate: running, request: 'e'.repeat(64), replaces: null });
  }
  return { counted, places: new Map([...counted].map(([name, { entry }]) => [name, entry])), quarantined: [], broken: [], heads: [] };
}

function drawn(seed: number) {
  const random = new RandomGenerator(seed.toString(16));
  const draw = () => random.next() / 2 ** 32;
  const count = 1 + Math.floor(draw() * 4);
  const rules = Array.from({ length: count }, (_, at) => `  - id: r${at}\n    ${of(draw, ...forms)(of(draw, '0.1', '0.5', '0.9'))}\n`);
  const text = `version: 1\nanchor: optional\nmodels:\n  churn: { environments: [production] }\nrules:\n${rules.join('')}`;
  const { policy, problems } = decodePolicy(parseYaml(text));
  if (policy === null) throw new Error(`${text}\n${problems.map(({ message }) => message).join('\n')}`);
  const champion = draw() < 0.5 ? readings(draw) : null;
  const about: Candidate = candidate(draw() < 0.1 ? { data: null } : {});
  const decided = (own: Given, other: Given | null) => decide({ policy, candidate: about, weighed: weighedOf(own, other), makers: { authors: { people: [] }, trainer: null }, anchor: [], now });
  return { text, own: readings(draw), champion, decided, draw };
}

const without = (given: Given, paths: readonly string[]): Given => new Map([...given].filter(([path]) => !paths.includes(path)));

describe('evidence that is left out', () => {
  it('never makes a decision, or any rule of it, better', () => {
    const seen = { pass: 0, fail: 0, unknown: 0, fell: 0 };
    const better: string[] = [];
    for (let seed = 1; seed <= 120; seed += 1) {
      const { text, own, champion, decided, draw } = drawn(seed);
      const before = decided(own, champion);
      seen[before.decision] += 1;
      const some = (of: Given) => [...of.keys()].filter(() => draw() < 0.3);
      const cuts = [...some(own).map((path) => [without(own, [path]), champion, path] as const), [without(own, some(own)), champion, 'some'] as const, ...(champion === null ? [] : [[own, without(champion, ['metrics.test.auc']), 'the champion’s'] as const, [own, without(champion, some(champion)), 'some of the champion’s'] as const])];
      for (const [mine, its, what] of cuts) {
        const after = decided(mine, its);
        if (before.decision === 'pass' && after.decision !== 'pass') seen.fell += 1;
        const isBetter = after.rules.some(({ outcome }, at) => outcome === 'pass' && before.rules[at]!.outcome !== 'pass') || (after.decision === 'pass' && before.decision !== 'pass');
        if (isBetter) better.push(`seed ${seed}, without ${what}:\n${text}`);
      }
    }
    expect(better).toEqual([]);
    // The draw has to reach every answer, or nothing was shown.
    expect(Object.values(seen).every((count) => count >= 6), JSON.stringify(seen)).toBe(true);
  });
});
