import { describe, expect, it } from 'vitest';
import { decide, type Decision } from '../../../src/core/governance/decision/decide.ts';
import type { Candidate, EvidenceItem } from '../../../src/core/governance/ledger/entry.ts';
import { historyOf } from '../../../src/core/governance/ledger/history.ts';
import { weigh } from '../../../src/core/governance/ledger/weigh.ts';
import { decodePolicy } from '../../../src/core/governance/policy/decodePolicy.ts';
import type { Makers } from '../../../src/core/governance/policy/rules/finding.ts';
import { decodeRoster } from '../../../src/core/governance/roster/decodeRoster.ts';
import { toBase64 } from '../../../src/core/base/base64.ts';
import { nodeSignatures } from '../../../src/io/signatures.ts';
import { parseYamlSyntax as parseYaml } from '../../../src/io/yamlSyntax.ts';
import { candidate, person, rosterOf, signer, TestLedger, type Signer } from './ledgers.ts';

const people = ['ada', 'bo', 'cy', 'robot'].map(signer) as [Signer, Signer, Signer, Signer];
const [ada, bo, cy, robot] = people;
const roster = rosterOf(person(ada, ['ml-lead', 'admin']), person(bo, ['risk', 'ml-lead']), person(cy, ['ml-lead']), person(robot, ['ci'], { isBot: true }));

const written = `version: 1
models:
  churn:
    environments: [staging, production]
    anchor: optional
rules:
  - id: beats-champion
    env: production
    champion: { metric: auc, direction: higher, min_gain: 0.005, min_samples: 1000 }
    first_release: { min: 0.8 }
  - id: calm-inputs
    drift: { max_share_drifted: 0.3, max_age: 7d }
  - id: fast
    metric: { path: metrics.p95, max: 120, unit: ms }
  - id: two-people
    env: production
    approvals:
      require: [ { role: ml-lead }, { role: risk } ]
      not: [author, trainer, requester]
      expires: 90d
waivers: { max_days: 30, approved_by: risk, not_waivable: [two-people] }
`;
const now = '2026-01-10T00:00:00.000Z';
const makers: Makers = { authors: { people: ['ada'] }, trainer: null };

function policyOf(text: string) {
  const { policy, problems } = decodePolicy(parseYaml(text));
  expect(problems).toEqual([]);
  return policy!;
}
const policy = policyOf(written);

function items(auc = 0.85, over: { p95?: number; unit?: string; share?: number; end?: string } = {}): EvidenceItem[] {
  const number = (value: number, unit: string | null = null) => ({ value, unit, samples: 5000 });
  return [
    { kind: 'metrics', digest: 'a'.repeat(64), from: 'metrics.json', asOf: '2026-01-05T00:00:00.000Z', values: new Map([['metrics.test.auc', number(auc)], ['metrics.p95', number(over.p95 ?? 80, over.unit ?? 'ms')]]) },
    { kind: 'drift', digest: 'b'.repeat(64), from: 'drift.json', asOf: over.end ?? '2026-01-08T00:00:00.000Z', values: new Map<string, { value: string | number; unit: string | null; samples: number | null }>([['drift.verdict', { value: 'no-drift', unit: null, samples: null }], ['drift.columns', number(10)], ['drift.shareDrifted', number(over.share ?? 0.1)]]) },
  ];
}

/** Asked for by ada, measured by the robot. */
function asked(evidence = items()) {
  const ledger = new TestLedger(ada);
  const request = ledger.add(ada, { kind: 'request', candidate: candidate(), supersedes: [] });
  ledger.add(robot, { kind: 'evidence', candidate: candidate(), items: evidence });
  return { ledger, request };
}

function decided(ledger: TestLedger, more: Partial<Parameters<typeof decide>[0]> = {}): Decision {
  const weighed = weigh(ledger.files, { roster, signatures: nodeSignatures(), genesis: ledger.genesis, anchor: [] });
  return decide({ policy, candidate: candidate(), weighed, makers, anchor: [], now, ...more });
}

const outcomes = ({ decision, rules }: Decision) => [decision, Object.fromEntries(rules.map(({ id, outcome }) => [id, outcome]))];
const good = { 'beats-champion': 'pass', 'calm-inputs': 'pass', fast: 'pass' };

describe('a decision', () => {
  it('needs every approval, from people who neither wrote, trained nor asked', () => {
    const { ledger, request } = asked();
    expect(outcomes(decided(ledger))).toEqual(['fail', { ...good, 'two-people': 'fail' }]);
    ledger.add(ada, { kind: 'approve', candidate: candidate(), request, role: 'ml-lead' });
    expect(decided(ledger).rules[3]).toMatchObject({ outcome: 'fail', observed: '0 of 2 approvals', reason: '0 of 2 approvals. ada is the requester.' });
    ledger.add(bo, { kind: 'approve', candidate: candidate(), request, role: 'risk' });
    ledger.add(bo, { kind: 'approve', candidate: candidate(), request, role: 'ml-lead' });
    // One person fills one place.
    expect(decided(ledger).rules[3]).toMatchObject({ observed: '1 of 2 approvals' });
    ledger.add(cy, { kind: 'approve', candidate: candidate(), request, role: 'ml-lead' });
    expect(outcomes(decided(ledger))).toEqual(['pass', { ...good, 'two-people': 'pass' }]);
    expect(decided(ledger, { makers: { authors: { people: ['cy'] }, trainer: null } }).decision).toBe('fail');
    expect(decided(ledger, { makers: { authors: { people: [] }, trainer: 'bo' } }).rules[3]?.reason).toContain('bo is the trainer');
    expect(decided(ledger, { makers: { authors: { unknown: 'Commit 1234 is not signed.' }, trainer: null } }).rules[3]).toMatchObject({ outcome: 'unknown', reason: 'Commit 1234 is not signed.' });
    expect(decided(ledger, { now: '2026-06-01T00:00:00.000Z' }).rules[3]?.reason).toContain('approved more than 90d ago');
  });

  function approved() {
    const made = asked();
    made.ledger.add(bo, { kind: 'approve', candidate: candidate(), request: made.request, role: 'risk' });
    const approval = made.ledger.add(cy, { kind: 'approve', candidate: candidate(), request: made.request, role: 'ml-lead' });
    return { ...made, approval };
  }

  it('is blocked by a rejection until a request with other evidence lists it, or its writer withdraws it', () => {
    const { ledger, request } = approved();
    const reject = ledger.add(bo, { kind: 'reject', candidate: candidate(), request, role: 'risk' });
    expect(decided(ledger).rules[3]).toMatchObject({ outcome: 'fail', observed: 'rejected by bo' });
    ledger.add(ada, { kind: 'withdraw', entry: reject });
    const again = ledger.add(ada, { kind: 'request', candidate: candidate(), supersedes: [reject] });
    ledger.add(cy, { kind: 'approve', candidate: candidate(), request: again, role: 'ml-lead' });
    expect(decided(ledger).rules[3]?.observed).toBe('rejected by bo');
    const better = candidate({ metrics: 'c'.repeat(64) });
    const unlisted = ledger.add(ada, { kind: 'request', candidate: better, supersedes: [] });
    ledger.add(bo, { kind: 'approve', candidate: better, request: unlisted, role: 'risk' });
    ledger.add(cy, { kind: 'approve', candidate: better, request: unlisted, role: 'ml-lead' });
    expect(decided(ledger, { candidate: better }).rules[3]?.observed).toBe('rejected by bo');
    const listed = ledger.add(ada, { kind: 'request', candidate: better, supersedes: [reject] });
    // Approvals never carry over.
    expect(decided(ledger, { candidate: better }).rules[3]).toMatchObject({ outcome: 'fail' });
    ledger.add(bo, { kind: 'approve', candidate: better, request: listed, role: 'risk' });
    ledger.add(cy, { kind: 'approve', candidate: better, request: listed, role: 'ml-lead' });
    expect(decided(ledger, { candidate: better }).decision).toBe('pass');
  });

  it('has a rejection waived by nobody', () => {
    const { ledger, request } = asked();
    const waivable = policyOf(written.replace(', not_waivable: [two-people]', ''));
    ledger.add(bo, { kind: 'waive', candidate: candidate(), request, rule: 'two-people', until: '2026-01-20T00:00:00.000Z' });
    expect(decided(ledger, { policy: waivable }).decision).toBe('pass');
    ledger.add(cy, { kind: 'reject', candidate: candidate(), request, role: 'ml-lead' });
    expect(decided(ledger, { policy: waivable }).rules[3]).toMatchObject({ outcome: 'fail', observed: 'rejected by cy' });
  });

  it('takes who trained it and who asked for authors too, in approvals and in waivers', () => {
    const { ledger, request } = asked(items(0.85, { p95: 500 }));
    const only = policyOf(written.replace('not: [author, trainer, requester]', 'not: [author]'));
    const decision = (trainer: Makers['trainer']) => decided(ledger, { policy: only, makers: { authors: { people: [] }, trainer } });
    ledger.add(ada, { kind: 'approve', candidate: candidate(), request, role: 'ml-lead' });
    ledger.add(bo, { kind: 'approve', candidate: candidate(), request, role: 'risk' });
    ledger.add(bo, { kind: 'waive', candidate: candidate(), request, rule: 'fast', until: '2026-01-20T00:00:00.000Z' });
    expect(decision(null).rules.slice(2)).toMatchObject([{ outcome: 'waived' }, { outcome: 'fail', reason: '1 of 2 approvals. ada is the requester.' }]);
    ledger.add(cy, { kind: 'approve', candidate: candidate(), request, role: 'ml-lead' });
    expect(decision(null).decision).toBe('pass');
    expect(decision('bo').rules.slice(2)).toMatchObject([{ outcome: 'fail' }, { outcome: 'fail', reason: expect.stringContaining('bo is the trainer') as string }]);
    expect(decision({ unknown: 'The run was made by nobody.' }).rules.slice(2)).toMatchObject([{ outcome: 'fail' }, { outcome: 'unknown', reason: 'The run was made by nobody.' }]);
  });

  it('says it of one rule as of one', () => {
    const only = policyOf(`${written.slice(0, written.indexOf('  - id: beats'))}  - id: fast\n    metric: { path: metrics.p95, max: 120, unit: ms }\n`);
    const reason = (evidence?: EvidenceItem[]) => decided(asked(evidence).ledger, { policy: only }).reason;
    expect([reason(), reason(items(0.85, { p95: 500 })), reason([])]).toEqual(['The only rule passed or is waived.', '1 of 1 rule failed: fast.', '1 of 1 rule could not be judged: fast.']);
  });

  it('counts again when its writer withdraws a rejection, and nobody else', () => {
    const { ledger, request } = approved();
    const reject = ledger.add(bo, { kind: 'reject', candidate: candidate(), request, role: 'risk' });
    ledger.add(cy, { kind: 'withdraw', entry: reject });
    expect(decided(ledger).rules[3]?.outcome).toBe('fail');
    ledger.add(bo, { kind: 'withdraw', entry: reject });
    expect(decided(ledger).rules[3]?.outcome).toBe('pass');
  });

  it('falls when an approval is withdrawn by its writer or revoked by an admin', () => {
    const { ledger, approval } = approved();
    ledger.add(bo, { kind: 'revoke', entry: approval });
    expect(decided(ledger).decision).toBe('pass');
    ledger.add(ada, { kind: 'revoke', entry: approval });
    expect(decided(ledger).rules[3]?.observed).toBe('1 of 2 approvals');
  });

  it('falls with what was bound: other weights, data, rules', () => {
    const { ledger } = approved();
    for (const part of ['artifact', 'data', 'metrics', 'rules'] as const) {
      expect(decided(ledger, { candidate: candidate({ [part]: 'd'.repeat(64) }) }).rules[3]?.reason, part).toBe(`What was asked for has changed since: ${part}.`);
    }
    expect(decided(ledger, { candidate: candidate({ env: 'staging' }) }).rules.map(({ id }) => id)).toEqual(['calm-inputs', 'fast']);
  });

  it('calls evidence unknown that is missing, stale, of another unit or by somebody who may not measure', () => {
    const { ledger } = asked(items(0.85, { unit: 's', end: '2026-01-01T00:00:00.000Z' }));
    const { rules } = decided(ledger);
    expect(rules[1]).toMatchObject({ outcome: 'unknown', reason: 'The data of the drift report ended 9 days ago.' });
    expect(rules[2]).toMatchObject({ outcome: 'unknown', reason: 'metrics.p95 is in s, the rule is in ms.' });
    ledger.add(ada, { kind: 'evidence', candidate: candidate(), items: items() });
    expect(decided(ledger).rules[2]?.outcome).toBe('unknown');
    const bare = new TestLedger(ada);
    expect(outcomes(decided(bare))[1]).toMatchObject({ 'beats-champion': 'unknown', 'calm-inputs': 'unknown', fast: 'unknown' });
  });

  it('compares with what runs, by the last deploy', () => {
    const { ledger, request } = approved();
    ledger.add(ada, { kind: 'deploy', candidate: candidate(), request, replaces: null });
    const next = candidate({ version: '8', artifact: 'e'.repeat(64) });
    ledger.add(robot, { kind: 'evidence', candidate: next, items: items(0.852) });
    expect(decided(ledger, { candidate: next }).rules[0]).toMatchObject({ outcome: 'fail', observed: '0.852 against 0.85', reason: 'Better by 0.002 only.' });
    ledger.add(robot, { kind: 'evidence', candidate: next, items: items(0.86) });
    expect(decided(ledger, { candidate: next }).rules[0]?.outcome).toBe('pass');
  });

  it('holds what runs against what ran before it, and the first one against nothing', () => {
    const { ledger, request } = approved();
    const deploy = (of = candidate(), by = ada) => ledger.add(by, { kind: 'deploy', candidate: of, request, replaces: null });
    deploy();
    deploy();
    expect(decided(ledger).rules[0]).toMatchObject({ outcome: 'pass', reason: 'Good enough for a first release.' });
    const silent = policyOf(written.replace('    first_release: { min: 0.8 }\n', ''));
    expect(decided(ledger, { policy: silent }).rules[0]).toMatchObject({ outcome: 'unknown', observed: 'nothing else ever ran' });
    const next = candidate({ version: '8', artifact: 'e'.repeat(64), metrics: 'e'.repeat(64) });
    ledger.add(robot, { kind: 'evidence', candidate: next, items: items(0.86) });
    deploy(next);
    deploy(next);
    expect(decided(ledger, { candidate: next }).rules[0]).toMatchObject({ outcome: 'pass', expected: 'metrics.test.auc higher by at least 0.005 than 7, which ran before it', observed: '0.86 against 0.85', reason: 'Better by 0.01. It runs itself, so it was compared with 7, which ran before it.' });
    // Measured again: what it must be better than is still the other one.
    ledger.add(robot, { kind: 'evidence', candidate: next, items: items(0.853) });
    expect(decided(ledger, { candidate: next }).rules[0]).toMatchObject({ outcome: 'fail', observed: '0.853 against 0.85' });
    expect(decided(ledger).rules[0]).toMatchObject({ outcome: 'fail', expected: 'metrics.test.auc higher by at least 0.005 than what runs', observed: '0.85 against 0.853' });
    ledger.add(ada, { kind: 'rollback', candidate: candidate(), to: request, replaces: request });
    expect(decided(ledger).about.champion?.entry.candidate.version).toBe('8');
    // Other files under the name of what runs are another model.
    expect(decided(ledger, { candidate: candidate({ artifact: 'f'.repeat(64) }) }).about.champion?.entry.candidate).toEqual(candidate());
  });

  it('counts who made a version from what ran when it first went there, also once it runs or has been replaced', () => {
    const { ledger, request } = approved();
    const [six, seven, eight] = ['6', '7', '8'].map((version) => candidate({ version, artifact: version.repeat(64), commit: version.repeat(40) })) as [Candidate, Candidate, Candidate];
    const bases = () => [six, seven, eight].map((of) => decided(ledger, { candidate: of }).about.base?.entry.candidate.version ?? null);
    const deploy = (of: Candidate) => ledger.add(ada, { kind: 'deploy', candidate: of, request, replaces: null });
    expect(bases()).toEqual([null, null, null]);
    deploy(six);
    expect(bases()).toEqual([null, '6', '6']);
    deploy(seven);
    deploy(seven);
    expect(bases()).toEqual([null, '6', '7']);
    ledger.add(ada, { kind: 'rollback', candidate: six, to: request, replaces: request });
    expect(bases()).toEqual([null, '6', '6']);
    deploy(eight);
    expect(bases()).toEqual([null, '6', '6']);
  });

  it('keeps what runs, whoever would take back that it was deployed', () => {
    const { ledger, request } = approved();
    const six = candidate({ version: '6', artifact: '6'.repeat(64) });
    ledger.add(ada, { kind: 'deploy', candidate: six, request, replaces: null });
    const deployed = ledger.add(ada, { kind: 'deploy', candidate: candidate(), request, replaces: null });
    const running = () => decided(ledger, { candidate: candidate({ version: '9' }) }).about.running?.entry.candidate.version;
    ledger.add(ada, { kind: 'withdraw', entry: deployed });
    expect(running()).toBe('7');
    const back = ledger.add(ada, { kind: 'rollback', candidate: six, to: request, replaces: deployed });
    ledger.add(ada, { kind: 'withdraw', entry: back });
    expect(running()).toBe('6');
    const { counted } = weigh(ledger.files, { roster, signatures: nodeSignatures(), genesis: ledger.genesis, anchor: [] });
    expect(historyOf({ counted }, six).filter(({ takenBackBy }) => takenBackBy !== null)).toEqual([]);
    // An admin may: it was signed with a key that somebody stole.
    ledger.add(ada, { kind: 'revoke', entry: back });
    expect(running()).toBe('7');
  });

  it('is waived by whom the policy names, for as long as it lets, and never where it must not', () => {
    const { ledger, request } = asked(items(0.85, { p95: 500 }));
    const waive = (by: Signer, rule: string, until: string) => ledger.add(by, { kind: 'waive', candidate: candidate(), request, rule, until });
    waive(cy, 'fast', '2026-01-20T00:00:00.000Z');
    waive(bo, 'fast', '2026-03-20T00:00:00.000Z');
    waive(bo, 'two-people', '2026-01-20T00:00:00.000Z');
    expect(outcomes(decided(ledger))).toEqual(['fail', { ...good, fast: 'fail', 'two-people': 'fail' }]);
    waive(bo, 'fast', '2026-01-20T00:00:00.000Z');
    expect(decided(ledger).rules[2]).toMatchObject({ outcome: 'waived', reason: 'metrics.p95 is 500. Waived by bo until 2026-01-20.' });
    expect(decided(ledger, { now: '2026-01-21T00:00:00.000Z' }).rules[2]?.outcome).toBe('fail');
  });

  it('is unknown without rules, without a remembered head, and for entries of the future', () => {
    const { ledger, request } = approved();
    expect(decided(ledger, { candidate: candidate({ model: 'fraud' }) })).toMatchObject({ decision: 'unknown', reason: 'The policy names no model “fraud”.' });
    const strict = policyOf(written.replace('    anchor: optional\n', ''));
    expect(decided(ledger, { policy: strict })).toMatchObject({ decision: 'unknown', reason: expect.stringContaining('No head of the ledger') as string });
    expect(decided(ledger, { policy: strict, anchor: ledger.heads }).decision).toBe('pass');
    const fresh = new TestLedger(ada);
    const again = fresh.add(ada, { kind: 'request', candidate: candidate(), supersedes: [] });
    fresh.add(bo, { kind: 'approve', candidate: candidate(), request: again, role: 'risk', claimedAt: '2026-01-10T00:10:00.000Z' });
    expect(decided(fresh).rules[3]?.observed).toBe('0 of 2 approvals');
    expect(request).not.toBe(again);
  });
});

describe('the files of governance', () => {
  it('name the nearest rule for a slip of the pen, and count as none', () => {
    const { policy: none, problems } = decodePolicy(parseYaml(written.replace('    champion:', '    chapmion:')));
    expect(none).toBeNull();
    expect(problems.map(({ message, hint }) => `${message} ${hint}`).join('\n')).toContain('“chapmion” is not known here. Did you mean “champion”?');
    const places = problems.map(({ start }) => written.slice(0, start).split('\n').length);
    expect(places).toEqual([9, 10]);
  });

  it.each([
    ['version: 2\nmodels: {}\nrules: []\n', 'version 2 is not known'],
    [written.replace('direction: higher, ', ''), 'not said which way is better'],
    [written.replace('not: [author,', 'not: [boss,'), '“boss” is not known'],
    [written.replace('not_waivable: [two-people]', 'not_waivable: [two-peple]'), '“two-peple” is not known'],
    [written.replace('env: production\n    champion', 'env: prod\n    champion'), '“prod” is not known'],
    [written.replace('max_age: 7d', 'max_age: soon'), '“max_age: soon” is not understood'],
    [written.replace('- id: fast', '- id: two-people'), 'two rules are called “two-people”'],
    ['', 'no map'],
  ])('say what is wrong with a policy (%#)', (text, message) => {
    const { policy: none, problems } = decodePolicy(parseYaml(text));
    expect(none).toBeNull();
    expect(problems.map((one) => one.message).join('\n')).toContain(message);
  });

  it('take a roster with each person once', () => {
    const key = `ssh-ed25519 ${toBase64(ada.key.blob)}`;
    const text = `people:\n  ada:\n    roles: [ml-lead]\n    emails: [ada@example.org]\n    keys: [{ key: ${key} ada@host }]\n`;
    expect(decodeRoster(parseYaml(text)).roster?.signer(ada.key.fingerprint)?.person.id).toBe('ada');
    const twice = decodeRoster(parseYaml(`${text}  ada-2:\n    roles: [risk]\n    keys: [{ key: ${key} }]\n`));
    expect(twice.roster).toBeNull();
    expect(twice.problems[0]).toMatchObject({ message: expect.stringContaining('is that of “ada” already') as string });
    expect(decodeRoster(parseYaml('people:\n  x:\n    roles: [risk]\n    keys: [{ key: ssh-rsa AAAA }]\n')).problems.length).toBe(1);
  });
});
