import { describe, expect, it } from 'vitest';
import { requestStates } from '../../../src/core/governance/decision/requestStates.ts';
import type { EvidenceItem } from '../../../src/core/governance/ledger/entry.ts';
import { encodeEntry } from '../../../src/core/governance/ledger/statement.ts';
import { weigh } from '../../../src/core/governance/ledger/weigh.ts';
import { decodePolicy } from '../../../src/core/governance/policy/decodePolicy.ts';
import { decodeRoster } from '../../../src/core/governance/roster/decodeRoster.ts';
import { keyType } from '../../../src/services/governance/keys.ts';
import { toBase64 } from '../../../src/core/base/base64.ts';
import { nodeSignatures } from '../../../src/io/signatures.ts';
import { parseYamlSyntax } from '../../../src/io/yamlSyntax.ts';
import type { Desk } from '../../../src/services/governance/approvalsDesk.ts';
import { askFor, decideOn, entryNamed, evidenceEntries, revocation, waiverOf, withdrawal } from '../../../src/services/governance/approvalsEntries.ts';
import { policyText, rosterText } from '../../../src/services/governance/approvalsStarter.ts';
import { candidate, person, rosterOf, signer, TestLedger, type Signer } from './ledgers.ts';

const [ada, bo, cy] = ['ada', 'bo', 'cy'].map(signer) as [Signer, Signer, Signer];
const roster = rosterOf(person(ada, ['admin', 'ml-lead']), person(bo, ['risk', 'ml-lead']), person(cy, ['reader']));
const now = Date.parse('2026-01-02T00:00:00.000Z');
const makers = { authors: { people: ['ada'] }, trainer: null };
const { policy } = decodePolicy(
  parseYamlSyntax(`version: 1
models: { churn: { environments: [staging, production] } }
rules:
  - id: two-people
    approvals: { require: [{ role: ml-lead }, { role: risk }], not: [author, requester] }
  - id: small
    metric: { path: artifact.bytes, max: 5 }
waivers: { max_days: 30, approved_by: risk, not_waivable: [two-people] }
`),
);

function deskOf(ledger: TestLedger, who: Signer): Desk {
  const weighed = weigh(ledger.files, { roster, signatures: nodeSignatures(), genesis: ledger.genesis, anchor: [] });
  return { trusted: { policy, roster, root: '', ref: 'origin/main' }, view: { weighed, genesis: ledger.genesis, anchor: [] }, person: roster.people.find(({ id }) => id === who.id)! } as unknown as Desk;
}

function asked() {
  const ledger = new TestLedger(ada);
  const request = ledger.add(ada, { kind: 'request', candidate: candidate(), supersedes: [] });
  return { ledger, request };
}
const decision = (request: string, role = 'ml-lead') => ({ candidate: candidate(), request, role });

describe('what is to be signed', () => {
  it('is on the latest request for exactly this candidate', () => {
    const { ledger, request } = asked();
    const { entries, role, warnings } = decideOn(deskOf(ledger, bo), candidate(), 'approve', { role: 'risk', reason: 'fine', makers }, now);
    expect([entries[0]?.body, role, warnings]).toMatchObject([{ kind: 'approve', request, role: 'risk' }, 'risk', []]);
    const other = candidate({ artifact: 'f'.repeat(64) });
    expect(() => decideOn(deskOf(ledger, bo), other, 'approve', { role: 'risk', reason: '', makers }, now)).toThrow(/has changed since ada asked.*artifact/);
    expect(() => decideOn(deskOf(ledger, bo), candidate({ version: '8' }), 'approve', { reason: '', makers }, now)).toThrow(/Nobody has asked/);
  });

  it('is in a role that the signer has and a rule asks for', () => {
    const { ledger } = asked();
    const role = (who: Signer, kind: 'approve' | 'reject', named?: string) => decideOn(deskOf(ledger, who), candidate(), kind, { role: named, reason: '', makers }, now).role;
    expect(role(ada, 'approve')).toBe('ml-lead');
    expect(() => role(bo, 'approve')).toThrow(/In which role do you decide: ml-lead or risk/);
    expect(() => role(ada, 'approve', 'risk')).toThrow(/ada has not the role risk/);
    expect(() => role(cy, 'approve')).toThrow(/No rule for churn in production asks for a role of cy/);
    expect(role(cy, 'reject')).toBe('reader');
  });

  it('warns whoever asked or wrote, and stops nobody', () => {
    const { ledger } = asked();
    expect(decideOn(deskOf(ledger, ada), candidate(), 'approve', { reason: '', makers }, now).warnings[0]).toMatch(/You asked for it and wrote it, so your approval will not count/);
  });

  it('answers a rejection only with something else, and says which still block', () => {
    const { ledger, request } = asked();
    const rejected = ledger.add(bo, { kind: 'reject', ...decision(request) });
    const desk = deskOf(ledger, ada);
    expect(() => askFor(desk, candidate(), [], { supersedes: [rejected] }, now)).toThrow(/Nothing has changed since bo rejected it/);
    expect(() => askFor(desk, candidate(), [], { supersedes: [request] }, now)).toThrow(/is no rejection/);
    const better = candidate({ metrics: 'e'.repeat(64) });
    expect(askFor(desk, better, [], { supersedes: [] }, now).warnings[0]).toMatch(/bo rejected this version.*--supersedes/);
    expect(askFor(desk, better, [], { supersedes: [rejected.slice(0, 8)] }, now)).toMatchObject({ warnings: [], entries: [{ body: { supersedes: [rejected] } }] });
  });

  it('waives for no longer and by nobody else than the policy lets', () => {
    const { ledger } = asked();
    const waive = (who: Signer, over: { rule?: string; until?: string; authors?: string[] } = {}) => waiverOf(deskOf(ledger, who), candidate(), { rule: over.rule ?? 'small', until: over.until ?? '7d', reason: 'r', makers: { authors: { people: over.authors ?? ['ada'] }, trainer: null } }, now);
    expect(waive(bo).until).toBe('2026-01-09T00:00:00.000Z');
    expect(waive(bo, { until: '2026-01-10' }).until).toBe('2026-01-10T23:59:59.999Z');
    expect(waive(bo, { until: '2026-02-01' }).until).toBe('2026-02-01T00:00:00.000Z');
    for (const until of ['31d', '2026-02-02', '2026-01-01', 'soon', '7']) expect(() => waive(bo, { until })).toThrow();
    expect(() => waive(ada)).toThrow(/role risk/);
    expect(() => waive(bo, { authors: ['bo'] })).toThrow(/You wrote this model/);
    expect(() => waive(bo, { rule: 'two-people' })).toThrow(/does not let/);
    expect(() => waiverOf(deskOf(ledger, bo), candidate(), { rule: 'small', until: '7d', reason: 'r', makers: { authors: { people: [] }, trainer: 'bo' } }, now)).toThrow(/You trained this model/);
    expect(() => waive(bo, { rule: 'smal' })).toThrow(/No rule “smal”/);
  });

  it('waives no rejection', () => {
    const { ledger, request } = asked();
    const desk = deskOf(ledger, bo);
    const loose = (of: Desk): Desk => ({ ...of, trusted: { ...of.trusted, policy: { ...policy!, waivers: { ...policy!.waivers!, notWaivable: [] } } } });
    const waive = (of: Desk) => waiverOf(loose(of), candidate(), { rule: 'two-people', until: '7d', reason: 'r', makers }, now);
    expect(waive(desk).entries.length).toBe(1);
    ledger.add(ada, { kind: 'reject', ...decision(request) });
    expect(() => waive(deskOf(ledger, bo))).toThrow(/ada said no/);
  });

  it('takes back what is one’s own, and as an admin what is others’', () => {
    const { ledger, request } = asked();
    const approval = ledger.add(bo, { kind: 'approve', ...decision(request, 'risk') });
    expect(withdrawal(deskOf(ledger, bo), approval.slice(0, 10), undefined).entries[0]?.body).toEqual({ kind: 'withdraw', entry: approval });
    expect(() => withdrawal(deskOf(ledger, ada), approval, undefined)).toThrow(/is bo's/);
    expect(revocation(deskOf(ledger, ada), approval, undefined).entries[0]?.body).toEqual({ kind: 'revoke', entry: approval });
    expect(() => revocation(deskOf(ledger, bo), approval, undefined)).toThrow(/role admin/);
    expect(() => revocation(deskOf(ledger, ada), ledger.genesis, undefined)).toThrow(/cannot be taken back/);
    expect(() => entryNamed(deskOf(ledger, ada), 'abc')).toThrow(/no digest of an entry/);
    expect(() => entryNamed(deskOf(ledger, ada), 'f'.repeat(12))).toThrow(/no entry/);
    const stranger = signer('eve');
    const junk = ledger.add(stranger, { kind: 'comment', about: request });
    expect(() => entryNamed(deskOf(ledger, ada), junk)).toThrow(/does not count: it is signed with a key that is not in the roster/);
  });

  it('takes back no deployment and no rollback: what ran, ran', () => {
    const { ledger, request } = asked();
    const deploy = ledger.add(bo, { kind: 'deploy', candidate: candidate(), request, replaces: null });
    const rollback = ledger.add(bo, { kind: 'rollback', candidate: candidate({ version: '6' }), to: deploy, replaces: deploy });
    expect(() => withdrawal(deskOf(ledger, bo), deploy, undefined)).toThrow(expect.objectContaining({ fault: expect.objectContaining({ code: 'invalid', message: expect.stringMatching(/is a deploy: it says that churn 7 went to production, and what happened is not taken back/) as string, hint: expect.stringContaining('mlops rollback churn --env production') as string }) as object }) as Error);
    expect(() => withdrawal(deskOf(ledger, bo), rollback, undefined)).toThrow(/is a rollback: it says that churn 6 went to production/);
    expect(() => withdrawal(deskOf(ledger, ada), deploy, undefined)).toThrow(/is bo's/);
  });

  it('splits evidence so that each entry fits', () => {
    const values = new Map(Array.from({ length: 300 }, (_, at) => [`metrics.some_rather_long_name_of_a_metric_${at}`, { value: at / 7, unit: null, samples: 5000 }]));
    const items: EvidenceItem[] = Array.from({ length: 5 }, (_, at) => ({ kind: 'metrics', digest: String(at).repeat(64), from: 'metrics.json', asOf: '2026-01-05T00:00:00.000Z', values }));
    const entries = evidenceEntries(candidate(), items);
    expect(entries.length).toBeGreaterThan(1);
    expect(entries.flatMap(({ body }) => (body.kind === 'evidence' ? body.items : []))).toEqual(items);
    for (const { body } of entries) expect(() => encodeEntry({ ...body, genesis: 'a'.repeat(64), prev: ['a'.repeat(64)], seq: 1, claimedAt: '2026-01-05T00:00:00.000Z', fingerprint: ada.key.fingerprint, text: null }, '0'.repeat(32))).not.toThrow();
    expect(evidenceEntries(candidate(), [])).toEqual([]);
  });
});

describe('requests with their state', () => {
  it('are open, approved, rejected, replaced or taken back', () => {
    const { ledger, request } = asked();
    const states = () => requestStates(deskOf(ledger, ada).view.weighed, policy!, new Date(now).toISOString());
    expect(states()[0]).toMatchObject({ state: 'open', missing: [expect.stringContaining('0 of 2 approvals')] });
    ledger.add(bo, { kind: 'approve', ...decision(request, 'risk') });
    const own = ledger.add(ada, { kind: 'approve', ...decision(request) });
    expect(states()[0]?.missing[0]).toMatch(/1 of 2 approvals.*ada is the requester/);
    ledger.add(ada, { kind: 'withdraw', entry: own });
    const comment = ledger.add(cy, { kind: 'comment', about: request });
    expect(states()[0]).toMatchObject({ decisions: [{ signer: { id: 'bo' } }], comments: [{ entry: { digest: comment } }] });
    const rejected = ledger.add(bo, { kind: 'reject', ...decision(request) });
    expect(states()[0]?.state).toBe('rejected');
    ledger.add(ada, { kind: 'revoke', entry: rejected });
    const again = ledger.add(ada, { kind: 'request', candidate: candidate(), supersedes: [] });
    expect(states().map(({ state }) => state)).toEqual(['open', 'replaced']);
    ledger.add(ada, { kind: 'withdraw', entry: again });
    expect(states().map(({ state }) => state)).toEqual(['taken back', 'open']);
  });
});

describe('the first files', () => {
  it('are read without a problem, with and without models, and so is each example in them', () => {
    const line = `${keyType(ada.key)} ${toBase64(ada.key.blob)}`;
    for (const email of [null, 'ada@example.org']) {
      const read = decodeRoster(parseYamlSyntax(rosterText({ id: 'ada', email, key: line })));
      expect(read.problems).toEqual([]);
      expect(read.roster?.signer(ada.key.fingerprint)?.person.roles).toContain('admin');
    }
    for (const models of [[], ['churn', 'odd: name #1']]) {
      const text = policyText('a'.repeat(64), models);
      const shown = text.replace(/^ {2}# (- id: | {2})/gm, '  $1');
      expect(shown).not.toBe(text);
      for (const one of [text, shown]) expect(decodePolicy(parseYamlSyntax(one)).problems).toEqual([]);
      expect([...decodePolicy(parseYamlSyntax(shown)).policy!.models.keys()]).toEqual(models.length === 0 ? ['my-model'] : models);
    }
  });
});
