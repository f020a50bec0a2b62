import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/core/base/canonicalJson.ts';
import type { LedgerFile } from '../../../src/core/governance/ledger/ledgerFile.ts';
import { weigh, type Scales, type Weighed } from '../../../src/core/governance/ledger/weigh.ts';
import type { Roster } from '../../../src/core/governance/roster/roster.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { nodeSignatures } from '../../../src/io/signatures.ts';
import { candidate, person, rosterOf, signer, TestLedger } from './ledgers.ts';

const [ada, bo, eve] = ['ada', 'bo', 'eve'].map(signer) as [ReturnType<typeof signer>, ReturnType<typeof signer>, ReturnType<typeof signer>];
const roster = rosterOf(person(ada, ['admin', 'ml-lead']), person(bo, ['risk']));

/** Genesis, a request, an approval and a rejection side by side. */
function story() {
  const ledger = new TestLedger(ada);
  const request = ledger.add(ada, { kind: 'request', candidate: candidate(), supersedes: [] });
  const approve = ledger.add(ada, { kind: 'approve', candidate: candidate(), request, role: 'ml-lead', prev: [request] });
  const reject = ledger.add(bo, { kind: 'reject', candidate: candidate(), request, role: 'risk', prev: [request] });
  return { ledger, request, approve, reject };
}

function weighed(ledger: { files: readonly LedgerFile[]; genesis: string }, more: Partial<Scales> & { roster?: Roster } = {}): Weighed {
  return weigh(ledger.files, { roster, signatures: nodeSignatures(), genesis: ledger.genesis, anchor: [], ...more });
}

const reasons = (of: Weighed) => of.quarantined.map(({ reason }) => reason);

describe('a ledger is weighed', () => {
  it('counts what people of the roster signed, with two heads where two wrote at once', () => {
    const { ledger, approve, reject } = story();
    const { counted, quarantined, broken, heads } = weighed(ledger);
    expect([counted.size, quarantined, broken]).toEqual([4, [], []]);
    expect(heads).toEqual([approve, reject].sort());
    expect(counted.get(reject)?.signer.id).toBe('bo');
  });

  it('answers the same in every order of its files', () => {
    const { ledger } = story();
    for (let more = 0; more < 4; more += 1) ledger.add([ada, bo, eve][more % 3]!, { kind: 'comment', about: ledger.genesis });
    const random = new RandomGenerator('5eed');
    const answer = (files: readonly LedgerFile[]) => {
      const { counted, ...rest } = weighed({ files, genesis: ledger.genesis });
      return canonicalJson({ ...rest, counted: [...counted.keys()].sort() });
    };
    const expected = answer(ledger.files);
    for (let round = 0; round < 50; round += 1) {
      const files = ledger.files.map((file) => ({ file, at: random.next() })).sort((a, b) => a.at - b.at);
      expect(answer(files.map(({ file }) => file))).toBe(expected);
    }
  });

  it('sets aside the keys of strangers, and what builds on them, with the cause', () => {
    const { ledger } = story();
    ledger.add(eve, { kind: 'comment', about: ledger.genesis });
    ledger.add(ada, { kind: 'comment', about: ledger.genesis });
    const result = weighed(ledger);
    expect(result.counted.size).toBe(4);
    expect(result.broken).toEqual([]);
    expect(reasons(result).sort()[0]).toMatch(/^it builds on [0-9a-f]{8}, which does not count: it is signed with a key that is not in the roster$/);
  });

  it('is not bricked by junk: forged signatures, other ledgers, other names, wrong numbers, unreadable bytes', () => {
    const { ledger, approve } = story();
    const before = weighed(ledger);
    const other = new TestLedger(ada);
    other.add(ada, { kind: 'comment', about: other.genesis });
    const [first, second] = ledger.files as [LedgerFile, LedgerFile];
    const wrong = new TestLedger(ada);
    const misnumbered = new TestLedger(ada);
    misnumbered.add(ada, { kind: 'comment', about: approve, genesis: ledger.genesis, prev: [approve], seq: 9 });
    const forgedHead = misnumbered.files[1]!;
    const junk: LedgerFile[] = [
      ...other.files,
      { name: 'f'.repeat(64), bytes: first.bytes, signature: first.signature },
      { ...wrong.files[0]!, signature: second.signature },
      forgedHead,
      { ...bytesFile(new TextEncoder().encode('not JSON')), signature: first.signature },
    ];
    for (const mustCheck of [undefined, () => false]) {
      const after = weigh([...ledger.files, ...junk], { roster, signatures: nodeSignatures(), genesis: ledger.genesis, anchor: before.heads, ...(mustCheck ? { mustCheck } : {}) });
      expect(after.broken).toEqual([]);
      expect([...after.counted.keys()].sort()).toEqual([...before.counted.keys()].sort());
      expect(after.heads).toEqual(before.heads);
      expect(after.quarantined.length).toBe(junk.length);
    }
  });

  it('checks a signature where something would come of it, even where none was asked for', () => {
    const { ledger, approve } = story();
    const before = weighed(ledger);
    // Under bo's key, not signed by bo: a head, one on it, and one that lacks what it builds on.
    const forger = { ...eve, sign: () => bo.sign(new Uint8Array(3)) };
    ledger.add(forger, { kind: 'comment', about: approve });
    ledger.add(forger, { kind: 'comment', about: approve });
    ledger.add(forger, { kind: 'comment', about: approve, prev: ['e'.repeat(64)], seq: 5 });
    const lazy = weighed(ledger, { mustCheck: () => false });
    expect([lazy.broken, lazy.heads, lazy.counted.size]).toEqual([[], before.heads, 4]);
    expect(weighed(ledger).heads).toEqual(before.heads);
  });

  it('is incomplete where a signed entry lacks what it builds on', () => {
    const { ledger, request } = story();
    const files = ledger.files.filter(({ name }) => name !== request);
    const { broken } = weighed({ files, genesis: ledger.genesis });
    expect(broken.map(({ kind }) => kind)).toEqual(['incomplete', 'incomplete']);
    expect(broken[0]?.message).toContain(`builds on ${request.slice(0, 8)}, which is not there`);
  });

  it('misses a dropped leaf only against what was seen before', () => {
    const { ledger, reject, approve } = story();
    const anchor = weighed(ledger).heads;
    const files = ledger.files.filter(({ name }) => name !== reject);
    expect(weighed({ files, genesis: ledger.genesis }).broken).toEqual([]);
    expect(weighed({ files, genesis: ledger.genesis }, { anchor }).broken).toEqual([{ kind: 'rewound', message: expect.stringContaining(`Entry ${reject.slice(0, 8)} was seen here before and is gone`) as string }]);
    const bad = ledger.files.map((file) => (file.name === approve ? { ...file, signature: ledger.files[0]!.signature } : file));
    expect(weighed({ files: bad, genesis: ledger.genesis }, { anchor }).broken[0]).toMatchObject({ kind: 'forged' });
  });

  it('counts a retired key for what stands below the heads of its retirement only', () => {
    const { ledger, request } = story();
    const heads = [...ledger.heads];
    const retired = rosterOf(person(ada, ['admin']), person(bo, ['risk'], { retiredAtHeads: heads }));
    expect(weighed(ledger, { roster: retired }).counted.size).toBe(4);
    // Appended below the heads, with a time of long ago.
    const late = ledger.add(bo, { kind: 'approve', candidate: candidate(), request, role: 'risk', prev: [request], claimedAt: '2020-01-01T00:00:00.000Z' });
    const result = weighed(ledger, { roster: retired });
    expect(result.counted.size).toBe(4);
    expect(result.quarantined).toEqual([{ name: late, reason: 'it is signed with a key that was retired before' }]);
  });

  it('takes all weight from a revoked key, and leaves what others built on it', () => {
    const { ledger, reject } = story();
    const later = ledger.add(ada, { kind: 'comment', about: reject });
    const revoked = rosterOf(person(ada, ['admin']), person(bo, ['risk'], { isRevoked: true }));
    const anchor = [reject, later];
    const result = weighed(ledger, { roster: revoked, anchor });
    expect([...result.counted.keys()]).toContain(later);
    expect(result.counted.has(reject)).toBe(false);
    expect(result.broken).toEqual([]);
    expect(result.quarantined).toEqual([{ name: reject, reason: 'it is signed with a revoked key' }]);
    ledger.add(bo, { kind: 'comment', about: reject });
    expect(weighed(ledger, { roster: revoked }).heads).toEqual([later]);
  });

  it('has comments on what counts where one model was asked for, and comments on those, but none with a forged signature', () => {
    const { ledger, reject } = story();
    const on = ledger.add(ada, { kind: 'comment', about: reject });
    const answer = ledger.add(bo, { kind: 'comment', about: on });
    const elsewhere = ledger.add(bo, { kind: 'comment', about: 'd'.repeat(64) });
    const forged = ledger.add({ ...eve, sign: () => bo.sign(new Uint8Array(3)) }, { kind: 'comment', about: reject });
    const { counted, places } = weighed(ledger, { model: candidate().model, mustCheck: () => false });
    expect([on, answer, forged, elsewhere].map((name) => counted.has(name))).toEqual([true, true, false, false]);
    expect([on, answer, elsewhere].map((name) => places.has(name))).toEqual([true, true, true]);
  });

  it('is not bricked by a stolen key that was revoked: an entry of it that builds on nothing', () => {
    const { ledger } = story();
    const revoked = rosterOf(person(ada, ['admin', 'ml-lead']), person(bo, ['risk'], { isRevoked: true }));
    const before = weighed(ledger, { roster: revoked });
    const stray = ledger.add(bo, { kind: 'comment', about: ledger.genesis, prev: ['e'.repeat(64)], seq: 5 });
    for (const model of [undefined, 'churn']) {
      const after = weighed(ledger, { roster: revoked, ...(model === undefined ? {} : { model }) });
      expect([after.broken, after.heads, after.counted.size]).toEqual([[], before.heads, before.counted.size]);
      expect(after.quarantined).toContainEqual({ name: stray, reason: 'it is signed with a revoked key, and builds on what is not there' });
    }
  });

  it('is not broken by a key that was retired before an entry that was seen, nor by a person who is gone, and is by a signature in place of another’s', () => {
    const { ledger, request } = story();
    const reject = ledger.files.at(-1)!.name;
    const retired = weighed(ledger, { roster: rosterOf(person(ada, ['admin']), person(bo, ['risk'], { retiredAtHeads: [request] })), anchor: [reject] });
    expect([retired.broken, retired.counted.has(reject), retired.counted.size]).toEqual([[], false, 3]);
    const gone = weighed(ledger, { roster: rosterOf(person(ada, ['admin'])), anchor: [reject] });
    expect([gone.broken, gone.counted.has(reject)]).toEqual([[], false]);
    // What others built on somebody who is gone was seen, too.
    const remark = ledger.add(eve, { kind: 'comment', about: request });
    const after = ledger.add(bo, { kind: 'reject', candidate: candidate(), request, role: 'risk', prev: [remark] });
    const withEve = rosterOf(person(ada, ['admin']), person(bo, ['risk']), person(eve, ['risk']));
    expect(weighed(ledger, { roster: withEve, anchor: [after] }).broken).toEqual([]);
    expect(weighed(ledger, { roster: rosterOf(person(ada, ['admin']), person(bo, ['risk'])), anchor: [after] }).broken).toMatchObject([{ kind: 'forged' }]);
    // And an ancestor that is taken away is missed, though the entry that needs it is of a revoked key.
    const without = { genesis: ledger.genesis, files: ledger.files.filter(({ name }) => name !== reject) };
    expect(weighed(without, { roster: rosterOf(person(ada, ['admin']), person(bo, ['risk']), person(eve, ['risk'], { isRevoked: true })), anchor: [after] }).broken).not.toEqual([]);
    // A roster that knows a later ledger.
    const early = { genesis: ledger.genesis, files: ledger.files.filter(({ name }) => name !== after) };
    expect(weighed(early, { roster: rosterOf(person(ada, ['admin']), person(bo, ['risk'], { retiredAtHeads: [after] }), person(eve, ['risk'])), anchor: [reject] }).broken).toMatchObject([{ kind: 'rewound' }]);
    // By nobody, or by somebody who then could withdraw it as their own.
    for (const by of [eve, ada]) {
      const swapped = { genesis: ledger.genesis, files: ledger.files.map((file) => (file.name === reject ? { ...file, signature: by.sign(file.bytes) } : file)) };
      expect(weighed(swapped, { anchor: [reject] }).broken).toMatchObject([{ kind: 'forged', message: expect.stringContaining('another key than it names') as string }]);
      expect(weighed(swapped).counted.has(reject)).toBe(false);
    }
  });
});

function bytesFile(bytes: Uint8Array): Pick<LedgerFile, 'name' | 'bytes'> {
  return { name: Buffer.from(nodeSignatures().sha256(bytes)).toString('hex'), bytes };
}
