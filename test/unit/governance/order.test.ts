import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/core/base/canonicalJson.ts';
import { decide } from '../../../src/core/governance/decision/decide.ts';
import { requestStates } from '../../../src/core/governance/decision/requestStates.ts';
import type { Candidate, Digest } from '../../../src/core/governance/ledger/entry.ts';
import type { LedgerFile } from '../../../src/core/governance/ledger/ledgerFile.ts';
import { weigh, type Weighed } from '../../../src/core/governance/ledger/weigh.ts';
import { decodePolicy } from '../../../src/core/governance/policy/decodePolicy.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { nodeSignatures } from '../../../src/io/signatures.ts';
import { parseYamlSyntax } from '../../../src/io/yamlSyntax.ts';
import { candidate, person, rosterOf, signer, TestLedger } from './ledgers.ts';

const { policy: read, problems } = decodePolicy(
  parseYamlSyntax(`version: 1
models:
  churn:
    environments: [staging, production]
    anchor: optional
    evidence_from: { production: [ci, ml-lead] }
rules:
  - id: fast
    metric: { path: metrics.p95, max: 120 }
  - id: two-people
    approvals: { require: [{ role: ml-lead }, { role: risk }], not: [author, requester] }
waivers: { max_days: 30, approved_by: risk, not_waivable: [two-people] }
`),
);
if (read === null) throw new Error(problems.map(({ message }) => message).join('\n'));
const policy = read;
const people = ['ada', 'bo', 'cy', 'dan', 'robot', 'eve'].map(signer);
const [ada, bo, cy, dan, robot] = people.map((who) => person(who, { ada: ['ml-lead', 'risk'], bo: ['ml-lead', 'risk'], cy: ['risk', 'admin'], dan: ['ml-lead'], robot: ['ci'] }[who.id] ?? [], { isBot: who.id === 'robot' })) as [ReturnType<typeof person>, ReturnType<typeof person>, ReturnType<typeof person>, ReturnType<typeof person>, ReturnType<typeof person>];
const roster = rosterOf(ada, bo, cy, { ...dan, keys: [{ ...dan.keys[0]!, isRevoked: true }] }, robot);
const now = '2026-01-10T00:00:00.000Z';
const platform = nodeSignatures();
const checked = new Map<string, boolean>();
/** Each signature is checked once, however often it is read. */
const signatures: ReturnType<typeof nodeSignatures> = {
  ...platform,
  verify(check) {
    const name = `${Buffer.from(check.signature).toString('base64')} ${Buffer.from(check.message).toString('base64')}`;
    const known = checked.get(name) ?? platform.verify(check);
    checked.set(name, known);
    return known;
  },
};

/** A ledger as some people, and one stranger, may leave it: written side by side and in turn. `otherModels`: the share that is about another model. */
function randomLedger(random: RandomGenerator, { turns: most = 10, otherModels: share = 0, forges = true } = {}) {
  const ledger = new TestLedger(people[0]!);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random.uniform() * of.length)]!;
  const about = (): Candidate => candidate({ ...(random.uniform() < 0.2 ? { metrics: 'c'.repeat(64) } : {}), ...(random.uniform() < 0.1 ? { env: 'staging' } : {}), ...(random.uniform() < share ? { model: 'fraud' } : {}) });
  const all: Digest[] = [ledger.genesis];
  const requests: Digest[] = [];
  const rejects: Digest[] = [];
  const first = ledger.add(people[0]!, { kind: 'request', candidate: candidate(), supersedes: [] });
  const measured = ledger.add(people[4]!, { kind: 'evidence', candidate: candidate(), items: [{ kind: 'metrics', digest: 'a'.repeat(64), from: 'x', asOf: now, values: new Map([['metrics.p95', { value: 80, unit: null, samples: null }]]) }] });
  requests.push(first);
  all.push(first, measured, ledger.add(people[1]!, { kind: 'approve', candidate: candidate(), request: first, role: 'ml-lead', prev: [first] }), ledger.add(people[2]!, { kind: 'approve', candidate: candidate(), request: first, role: 'risk' }));
  const turns = Math.floor(random.uniform() * most);
  for (let turn = 0; turn < turns; turn += 1) {
    const by = pick(people);
    const prev = random.uniform() < 0.5 ? [...ledger.heads] : [pick(all), ...(random.uniform() < 0.3 ? [pick(all)] : [])];
    const more = { prev: [...new Set(prev)], claimedAt: new Date(Date.parse(now) + (random.uniform() - 0.9) * 86_400_000).toISOString() };
    const what = random.uniform();
    const request = pick(requests);
    const made =
      what < 0.1
        ? ledger.add(by, { kind: 'request', candidate: about(), supersedes: rejects.length > 0 && random.uniform() < 0.5 ? [pick(rejects)] : [], ...more })
        : what < 0.5
          ? ledger.add(by, { kind: 'approve', candidate: about(), request, role: pick(['ml-lead', 'risk']), ...more })
          : what < 0.6
            ? ledger.add(by, { kind: 'reject', candidate: about(), request, role: 'risk', ...more })
            : what < 0.7
              ? ledger.add(by, { kind: 'evidence', candidate: about(), items: [{ kind: 'metrics', digest: 'a'.repeat(64), from: 'x', asOf: now, values: new Map([['metrics.p95', { value: pick([80, 200]), unit: null, samples: null }]]) }], ...more })
              : what < 0.8
                ? ledger.add(by, { kind: pick(['withdraw', 'revoke'] as const), entry: pick(all), ...more })
                : what < 0.9
                  ? ledger.add(by, { kind: 'waive', candidate: about(), request, rule: pick(['fast', 'two-people']), until: '2026-01-20T00:00:00.000Z', ...more })
                  : ledger.add(by, { kind: 'deploy', candidate: about(), request, replaces: null, ...more });
    all.push(made);
    if (what < 0.1) requests.push(made);
    if (what >= 0.5 && what < 0.6) rejects.push(made);
  }
  const junk: LedgerFile[] = [
    { ...ledger.files[3]!, signature: ledger.files[2]!.signature, name: 'f'.repeat(64) },
    { name: 'e'.repeat(64), bytes: new Uint8Array([123]), signature: null },
  ];
  const forged = ledger.files.map((file) => (random.uniform() < 0.08 ? { ...file, signature: ledger.files[0]!.signature } : file));
  return { genesis: ledger.genesis, files: [...(forges && random.uniform() < 0.3 ? forged : ledger.files), ...junk] };
}

function judged(weighed: Weighed) {
  const { decision, reason, rules, about } = decide({ policy, candidate: candidate(), weighed, makers: { authors: { people: ['ada'] }, trainer: null }, anchor: [], now });
  const digests = (of: ReadonlyArray<{ readonly entry: { readonly digest: Digest } }>) => of.map(({ entry }) => entry.digest);
  return { decision, said: canonicalJson({ decision, reason, rules, about: [digests(about.requests), digests(about.rejections), digests(about.approvals), digests(about.waivers), about.running?.entry.digest ?? null], heads: weighed.heads, broken: weighed.broken }) };
}

describe('a verdict', () => {
  it('is the same whatever order the entries are read in', () => {
    const random = new RandomGenerator('0de25');
    const seen = new Map<string, number>();
    for (let round = 0; round < 40; round += 1) {
      const { files, genesis } = randomLedger(random);
      const answer = (order: readonly LedgerFile[]) => {
        const weighed = weigh(order, { roster, signatures, genesis, anchor: [] });
        const { said, decision } = judged(weighed);
        return { said: canonicalJson({ said, states: requestStates(weighed, policy, now).map(({ request, state, missing }) => [request.entry.digest, state, missing]) }), decision };
      };
      const expected = answer(files);
      seen.set(expected.decision, (seen.get(expected.decision) ?? 0) + 1);
      for (let shuffle = 0; shuffle < 4; shuffle += 1) {
        const order = files.map((file) => ({ file, at: random.uniform() })).sort((a, b) => a.at - b.at).map(({ file }) => file);
        expect(answer(order).said).toBe(expected.said);
      }
    }
    // Ledgers that all say no would prove little.
    expect(Object.fromEntries(seen)).toMatchObject({ pass: expect.any(Number) as number, fail: expect.any(Number) as number });
  });

  it('is the same where entries about other models are looked at for their places only', () => {
    const random = new RandomGenerator('a51de');
    const seen = new Map<string, number>();
    // A forged signature under another model costs only who built on it, whom nobody honest is; strangers and lost keys are seen.
    let passedBy = 0;
    for (let round = 0; round < 60; round += 1) {
      const { files, genesis } = randomLedger(random, { turns: 30, otherModels: 0.5, forges: false });
      const all = weigh(files, { roster, signatures, genesis, anchor: [] });
      const some = weigh(files, { roster, signatures, genesis, anchor: [], model: 'churn', mustCheck: ({ kind }) => kind !== 'comment' });
      const [expected, found] = [judged(all), judged(some)];
      expect(found.said).toBe(expected.said);
      expect([...some.counted.keys()].every((name) => all.counted.has(name))).toBe(true);
      passedBy += all.counted.size - some.counted.size;
      seen.set(expected.decision, (seen.get(expected.decision) ?? 0) + 1);
    }
    expect(passedBy).toBeGreaterThan(100);
    expect(Object.fromEntries(seen)).toMatchObject({ pass: expect.any(Number) as number, fail: expect.any(Number) as number });
  });

  it('never changes from no to yes by taking a rejection’s place in the order', () => {
    const ledger = new TestLedger(people[0]!);
    const request = ledger.add(people[0]!, { kind: 'request', candidate: candidate(), supersedes: [] });
    const said = [
      () => ledger.add(people[1]!, { kind: 'approve', candidate: candidate(), request, role: 'ml-lead', prev: [request] }),
      () => ledger.add(people[2]!, { kind: 'approve', candidate: candidate(), request, role: 'risk', prev: [request] }),
      () => ledger.add(people[1]!, { kind: 'reject', candidate: candidate(), request, role: 'risk', prev: [request] }),
    ].map((say) => say());
    expect(said.length).toBe(3);
    for (const files of permutations(ledger.files)) {
      const weighed = weigh(files, { roster, signatures, genesis: ledger.genesis, anchor: [] });
      const { rules } = decide({ policy, candidate: candidate(), weighed, makers: { authors: { people: ['ada'] }, trainer: null }, anchor: [], now });
      expect(rules.find(({ id }) => id === 'two-people')?.observed).toBe('rejected by bo');
    }
  });
});

function permutations<T>(of: readonly T[]): T[][] {
  return of.length < 2 ? [[...of]] : of.flatMap((one, at) => permutations(of.filter((_, other) => other !== at)).map((rest) => [one, ...rest]));
}
