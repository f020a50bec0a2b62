import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/core/governance/decision/decide.ts';
import { openRequests, waitsFor } from '../../../src/core/governance/decision/openRequests.ts';
import { requestStates } from '../../../src/core/governance/decision/requestStates.ts';
import type { EvidenceItem } from '../../../src/core/governance/ledger/entry.ts';
import { historyOf } from '../../../src/core/governance/ledger/history.ts';
import { weigh } from '../../../src/core/governance/ledger/weigh.ts';
import { decodePolicy } from '../../../src/core/governance/policy/decodePolicy.ts';
import { nodeSignatures } from '../../../src/io/signatures.ts';
import { parseYamlSyntax as parseYaml } from '../../../src/io/yamlSyntax.ts';
import { gateReport } from '../../../src/services/governance/gate.ts';
import type { Gated } from '../../../src/services/governance/governance.ts';
import { approvalLensText, gatePreviewText } from '../../../src/services/governance/lensText.ts';
import { shownId } from '../../../src/services/governance/shownId.ts';
import type { LedgerView, Trusted } from '../../../src/services/governance/trusted.ts';
import { actionsOf, deciders } from '../../../src/vscode/panels/approval/people.ts';
import { driftRow, metricRows, sliceRows, toldBy } from '../../../src/vscode/panels/approval/measured.ts';
import { requestRow } from '../../../src/vscode/views/rows/approvalRows.ts';
import { candidate, person, rosterOf, signer, TestLedger, type Signer } from './ledgers.ts';

const [ada, bo, cy, robot] = ['ada', 'bo', 'cy', 'robot'].map(signer) as [Signer, Signer, Signer, Signer];
const roster = rosterOf(person(ada, ['ml-lead', 'admin']), person(bo, ['risk']), person(cy, ['ml-lead', 'deployer']), person(robot, ['ci'], { isBot: true }));
const now = '2026-01-20T00:00:00.000Z';

const policy = decodePolicy(
  parseYaml(`version: 1
models: { churn: { environments: [staging, production], anchor: optional } }
rules:
  - id: calm-inputs
    drift: { max_share_drifted: 0.3, max_age: 7d }
  - id: two-people
    approvals: { require: [ { role: ml-lead }, { role: risk } ], not: [author, trainer, requester] }
waivers: { max_days: 30, approved_by: risk }
`),
).policy!;

const number = (value: number, samples: number | null = 5000) => ({ value, unit: null, samples });
const drift: EvidenceItem = { kind: 'drift', digest: 'b'.repeat(64), from: 'reports/drift.json', asOf: '2026-01-11T00:00:00.000Z', values: new Map<string, { value: string | number; unit: null; samples: number | null }>([['drift.verdict', { value: 'no-drift', unit: null, samples: null }], ['drift.columns', number(10)], ['drift.shareDrifted', number(0.1)], ['drift.largest.psi', number(0.2)]]) };

function asked() {
  const ledger = new TestLedger(ada);
  const evidence = ledger.add(robot, { kind: 'evidence', candidate: candidate(), items: [drift] });
  const request = ledger.add(ada, { kind: 'request', candidate: candidate(), supersedes: [] });
  return { ledger, request, evidence };
}
const weighed = (ledger: TestLedger) => weigh(ledger.files, { roster, signatures: nodeSignatures(), genesis: ledger.genesis, anchor: [] });
const approve = (ledger: TestLedger, who: Signer, request: string, role: string) => ledger.add(who, { kind: 'approve', candidate: candidate(), request, role });

function gated(ledger: TestLedger): Gated {
  const all = weighed(ledger);
  const decision = decide({ policy, candidate: candidate(), weighed: all, makers: { authors: { people: [] }, trainer: null }, anchor: [], now });
  const trusted = { policy, roster, policyDigest: 'p', rosterDigest: 'r', ref: 'refs/heads/main', commit: 'c'.repeat(40), root: '/r' } satisfies Trusted;
  const view: LedgerView = { weighed: all, genesis: ledger.genesis, sure: all.heads, anchor: [] };
  const report = gateReport({ model: 'churn', version: '7', env: 'production', trusted, view, candidate: candidate(), now }, decision, '');
  return { report, problems: [], decision, found: { candidate: candidate() } as Gated['found'], trusted, view };
}

describe('the inbox', () => {
  it('tells how far a request is, whom it waits for, and that it is over when it was deployed', () => {
    const { ledger, request } = asked();
    const [one] = openRequests(weighed(ledger), policy, now);
    expect([one?.state, one?.observed, one?.lacking]).toEqual(['open', '0 of 2 approvals', ['ml-lead', 'risk']]);
    expect([ada, bo, cy, robot].map(({ id }) => waitsFor(one!, roster.people.find((who) => who.id === id)!))).toEqual([false, true, true, false]);
    approve(ledger, bo, request, 'risk');
    const [half] = openRequests(weighed(ledger), policy, now);
    expect([half?.observed, waitsFor(half!, roster.people[1]!), waitsFor(half!, roster.people[2]!)]).toEqual(['1 of 2 approvals', false, true]);
    approve(ledger, cy, request, 'ml-lead');
    expect(openRequests(weighed(ledger), policy, now).map(({ state }) => state)).toEqual(['approved']);
    ledger.add(cy, { kind: 'deploy', candidate: candidate(), request, replaces: null });
    expect(openRequests(weighed(ledger), policy, now)).toEqual([]);
  });

  it('says the same of every request as the list of a terminal: rejected, asked anew, taken back', () => {
    const { ledger, request } = asked();
    const reject = ledger.add(bo, { kind: 'reject', candidate: candidate(), request, role: 'risk' });
    const other = candidate({ version: '8' });
    ledger.add(cy, { kind: 'request', candidate: other, supersedes: [] });
    const gone = ledger.add(cy, { kind: 'request', candidate: candidate({ version: '9' }), supersedes: [] });
    ledger.add(cy, { kind: 'withdraw', entry: gone });
    ledger.add(ada, { kind: 'request', candidate: candidate({ metrics: 'd'.repeat(64) }), supersedes: [reject] });
    const all = weighed(ledger);
    const told = requestStates(all, policy, now).flatMap(({ request: { entry }, state }) => (state === 'replaced' || state === 'taken back' ? [] : [[entry.candidate.version, state]]));
    expect(openRequests(all, policy, now).map(({ request: { entry }, state }) => [entry.candidate.version, state])).toEqual(told);
    expect(told).toHaveLength(2);
  });

  it('draws a row that names what waits', () => {
    const { ledger } = asked();
    const context = { t: (message: string, ...values: Array<string | number>) => message.replace(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)])), nowMs: Date.parse(now) };
    const [one] = openRequests(weighed(ledger), policy, now);
    const row = requestRow(one!, { person: roster.people[1]!, fingerprint: '' }, context);
    expect([row.label, row.description, row.icon.name]).toEqual(['churn v7 → production', '0 of 2 approvals · waits for you · asked by ada · 18 d ago', 'bell-dot']);
    expect(requestRow(one!, { person: roster.people[0]!, fingerprint: '' }, context).description).not.toContain('waits');
  });
});

it('the history holds what was said of the version, with what was taken back, and nothing of others', () => {
  const { ledger, request, evidence } = asked();
  const comment = ledger.add(bo, { kind: 'comment', about: request });
  const reply = ledger.add(cy, { kind: 'comment', about: comment });
  const approval = approve(ledger, bo, request, 'risk');
  const foreign = ledger.add(cy, { kind: 'withdraw', entry: approval });
  ledger.add(cy, { kind: 'request', candidate: candidate({ version: '8' }), supersedes: [] });
  const history = historyOf(weighed(ledger), candidate());
  expect(history.map(({ one }) => one.entry.digest)).toEqual([evidence, request, comment, reply, approval, foreign]);
  // Only who signed it takes it back.
  expect(history.map(({ takenBackBy }) => takenBackBy)).toEqual([null, null, null, null, null, null]);
  const own = ledger.add(bo, { kind: 'withdraw', entry: approval });
  expect(historyOf(weighed(ledger), candidate()).find(({ one }) => one.entry.digest === approval)?.takenBackBy).toBe(own);
});

it('a line for lenses says how a version stands and how old its drift evidence is', () => {
  const { ledger, request } = asked();
  approve(ledger, bo, request, 'risk');
  expect(approvalLensText(gated(ledger))).toBe('churn v7 · production: 1 of 2 approvals · drift evidence 9 d old');
  expect(gatePreviewText(gated(ledger))).toBe('would fail: 2 rules');
  approve(ledger, cy, request, 'ml-lead');
  expect(approvalLensText(gated(ledger))).toBe('churn v7 · production: approved, 1 rule open · drift evidence 9 d old');
  ledger.add(bo, { kind: 'waive', candidate: candidate(), request, rule: 'calm-inputs', until: '2026-01-25T00:00:00.000Z' });
  expect([approvalLensText(gated(ledger)), gatePreviewText(gated(ledger))]).toEqual(['churn v7 · production: approved · drift evidence 9 d old', 'would pass']);
});

it('what somebody looked at has another name once anything was said, measured or ruled anew', () => {
  const { ledger, request } = asked();
  const before = shownId(gated(ledger));
  expect(shownId(gated(ledger))).toBe(before);
  ledger.add(bo, { kind: 'comment', about: request });
  const commented = shownId(gated(ledger));
  expect(commented).not.toBe(before);
  const one = gated(ledger);
  expect(shownId({ ...one, trusted: { ...one.trusted!, rosterDigest: 'other' } })).not.toBe(commented);
  expect(shownId({ ...one, found: { ...one.found!, candidate: candidate({ artifact: 'e'.repeat(64) }) } })).not.toBe(commented);
  expect(shownId({ ...one, decision: null })).toBeNull();
});

it('tells who may decide and who is barred for what', () => {
  const { ledger, request } = asked();
  approve(ledger, bo, request, 'risk');
  const { decision, trusted } = gated(ledger);
  const about = { trusted: trusted!, about: decision!.about, makers: { authors: { people: ['ada'] }, trainer: null } };
  const cyHere = { ...about, me: { person: roster.people[2]!, fingerprint: '' } };
  expect(deciders(cyHere).map(({ id, state, why, isMe }) => [id, state, why, isMe])).toEqual([['ada', 'barred', 'wrote it and asked for it', false], ['bo', 'approved', '', false], ['cy', 'may', '', true]]);
  expect(actionsOf(cyHere).approve).toBeNull();
  expect(actionsOf({ ...about, me: { person: roster.people[0]!, fingerprint: '' } }).approve).toBe('Your approval would not count: you wrote it and asked for it.');
  expect(actionsOf({ ...about, me: { nobody: { code: 'notFound', message: 'No signing key was found.' } } }).reject).toBe('No signing key was found.');
});

it('a metric that stands under two names is one row, against what runs; slices lead with the largest gap', () => {
  const values = new Map<string, { value: number | string; unit: string | null; samples: number | null }>([['metrics.test.auc', number(0.9)], ['metrics.test_auc', number(0.9)], ['metrics.p95', { value: 'NaN', unit: 'ms', samples: null }], ['slices.recall.region', number(2)], ['slices.recall.region.north', number(0.8)], ['slices.recall.region.a%2Eb', number(0.7)]]);
  const ledger = new TestLedger(ada);
  ledger.add(robot, { kind: 'evidence', candidate: candidate(), items: [drift, { kind: 'metrics', digest: 'a'.repeat(64), from: 'run', asOf: now, values }] });
  const { about } = decide({ policy, candidate: candidate(), weighed: weighed(ledger), makers: { authors: { people: [] }, trainer: null }, anchor: [], now });
  const told = toldBy(about.evidence, policy.models.get('churn'), 'production');
  const champion = new Map([['metrics.test.auc', { ...number(0.88), asOf: now, from: 'run' }]]);
  const checks = policy.rules.map(({ check }) => check);
  const rows = metricRows(told, champion, new Map(), checks);
  expect(rows.map(({ name, candidate: value, delta }) => [name, value, delta === null ? null : Math.round(delta * 100)])).toEqual([['auc', 0.9, 2], ['p95', 'NaN', null]]);
  expect(sliceRows(told, checks)).toMatchObject([{ metric: 'recall', column: 'region', groups: [{ value: 'a.b' }, { value: 'north' }] }]);
  expect(driftRow(told, checks)).toMatchObject({ verdict: 'no-drift', shareDrifted: 0.1, columns: 10, largest: [{ measure: 'psi', value: 0.2 }] });
  // What a rule asks for leads; another name of the same, and how many rows there were, is no row of its own.
  const twins = new Map([...told, ...['metrics.test.accuracy', 'metrics.test.recall', 'metrics.test.true_positive_rate', 'metrics.test.samples', 'slices.gap.age.old', 'slices.true_positive_rate.region.north'].map((path) => [path, { ...number(0.5), asOf: now, from: 'run' }] as const)]);
  expect(metricRows(twins, champion, new Map(), [{ kind: 'metric', path: 'metrics.test.recall', min: 0, max: null, unit: null, minSamples: 0, maxAgeMs: null }]).map(({ name }) => name)).toEqual(['recall', 'accuracy', 'auc', 'p95']);
  expect(sliceRows(twins, [{ kind: 'slice_gap', metric: 'gap', by: ['age'], max: 0.1, minSamples: 1, smallSlices: 'unknown' }]).map(({ metric, isAsked }) => [metric, isAsked])).toEqual([['gap', true], ['recall', false]]);
  // Whoever may not measure for the environment is not heard.
  expect(toldBy(about.evidence, { environments: [], authorsSince: null, isAnchorOptional: false, evidenceFrom: new Map([['production', ['risk']]]) }, 'production').size).toBe(0);
});
