import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Digest, Entry } from '../../../src/core/governance/ledger/entry.ts';
import { Inspection } from '../../../src/core/governance/ledger/inspection.ts';
import type { LedgerFile } from '../../../src/core/governance/ledger/ledgerFile.ts';
import type { GitRepository } from '../../../src/core/port/git.ts';
import { nodeFiles } from '../../../src/io/files.ts';
import { nodeSignatures } from '../../../src/io/signatures.ts';
import { LedgerMemory } from '../../../src/services/governance/ledgerMemory.ts';
import { weighLedger } from '../../../src/services/governance/ledgerView.ts';
import type { LedgerView } from '../../../src/services/governance/trusted.ts';
import { candidate, person, rosterOf, signer, TestLedger, type Signer } from './ledgers.ts';

const [ada, bo] = ['ada', 'bo'].map(signer) as [Signer, Signer];
const roster = rosterOf(person(ada, ['admin', 'ml-lead']), person(bo, ['risk']));
const signatures = nodeSignatures();
const signal = AbortSignal.timeout(60_000);
/** Names a key and signs nothing good with it. */
const forger = (of: Signer): Signer => ({ ...of, sign: () => of.sign(new Uint8Array(3)) });
const matters = ({ kind }: Entry) => kind !== 'comment' && kind !== 'join' && kind !== 'anchor';

/** In place of a thousand. */
const most = { whole: 50, part: 50 };

let home = '';
let state = 0;
beforeEach(() => (home = mkdtempSync(path.join(tmpdir(), 'mlops-memory-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Somebody's machine, which remembers. */
function machine(part = most.part, bytes?: number) {
  const memory = new LedgerMemory({ files: nodeFiles(), places: { state: path.join(home, String((state += 1))) } as never, log: { warn: () => undefined } as never, env: {} }, bytes);
  const read = async (files: readonly LedgerFile[], genesis: Digest, focus: { readonly model?: string; readonly mustCheck?: (entry: Entry) => boolean }, anchor: readonly Digest[] = []): Promise<LedgerView> => {
    const inspection = new Inspection({ roster, signatures, genesis, ...focus });
    for (const file of files) inspection.look(file);
    const view = await weighLedger(memory, { root: home } as GitRepository, { inspection, genesis, model: focus.model ?? null }, { lists: [{ ref: 'refs/heads/mlops-ledger', files }], fetched: null }, anchor, signal, { ...most, part });
    if ('unknown' in view) throw new Error(view.unknown);
    return view;
  };
  return {
    memory,
    gate: (ledger: Pick<TestLedger, 'files' | 'genesis'>, model = 'churn', anchor?: readonly Digest[]) => read(ledger.files, ledger.genesis, { model, mustCheck: matters }, anchor),
    inbox: (ledger: Pick<TestLedger, 'files' | 'genesis'>) => read(ledger.files, ledger.genesis, { mustCheck: matters }),
    verify: (ledger: Pick<TestLedger, 'files' | 'genesis'>, anchor?: readonly Digest[]) => read(ledger.files, ledger.genesis, {}, anchor),
  };
}

const ask = (ledger: TestLedger, model: string, by = ada) => ledger.add(by, { kind: 'request', candidate: candidate({ model }), supersedes: [] });

const nothing = { heads: [], glimpsed: new Map() };
type Here = ReturnType<typeof machine>;
type Files = Pick<TestLedger, 'files' | 'genesis'>;

/** A model's rejection above more entries about others than one look checks, and one more on top. */
function rejected() {
  const { ledger, fraud } = story();
  for (let made = 0; made < 100; made += 1) ledger.add(ada, { kind: 'comment', about: fraud });
  const reject = ledger.add(bo, { kind: 'reject', candidate: candidate(), request: ledger.heads[0]!, role: 'risk' });
  return { ledger, reject, last: ask(ledger, 'fraud') };
}

/** With another signature in its place. */
const unsaid = ({ files, genesis }: Files, name: Digest, by = bo): Files => ({ genesis, files: files.map((file) => (file.name === name ? { ...file, signature: forger(by).sign(file.bytes) } : file)) });

function story() {
  const ledger = new TestLedger(ada);
  ask(ledger, 'churn');
  const fraud = ask(ledger, 'fraud');
  return { ledger, fraud, heads: [...ledger.heads] };
}

/** Looks until all of it was looked at, or something is broken. */
async function lookedOn(here: Here, ledger: Files): Promise<LedgerView> {
  let view = await here.gate(ledger);
  for (let looks = 0; looks < 4 && view.weighed.broken.length === 0; looks += 1) view = await here.gate(ledger);
  return view;
}


describe('what is remembered of a ledger', () => {
  it.each([
    ['a request about another model', (ledger: TestLedger) => ask(ledger, 'fraud', forger(bo))],
    ['a comment', (ledger: TestLedger) => ledger.add(forger(bo), { kind: 'comment', about: ledger.genesis })],
    ['a join', (ledger: TestLedger) => ledger.add(forger(bo), { kind: 'join' })],
  ])('holds nothing that stands on %s with a false signature', async (_, forge) => {
    const { ledger, heads } = story();
    const here = machine();
    for (const first of [null, here]) {
      const at = first ?? machine();
      if (first !== null) await at.gate(ledger);
      const bad = new TestLedger(ledger);
      forge(bad);
      ask(bad, 'fraud', bo);
      ask(bad, 'churn', bo);
      const views = [await at.gate(bad), await at.inbox(bad), await at.gate(bad, 'fraud'), await at.verify(bad), await at.gate(bad, 'fraud', heads)];
      for (const { weighed, sure } of views) {
        expect([weighed.broken, weighed.heads, sure]).toEqual([[], heads, heads]);
        expect(weighed.quarantined.map(({ reason }) => reason.replace(/[0-9a-f]{8}/, '…')).sort()).toEqual(['it builds on …, which does not count: its signature is not good', 'it builds on …, which does not count: its signature is not good', 'its signature is not good']);
      }
      expect(await at.memory.read(home, ledger.genesis)).toEqual({ heads, glimpsed: new Map() });
    }
  });

  it('misses what was good when it was seen, also of a model that nobody asked for', async () => {
    const { ledger, fraud } = story();
    const here = machine();
    ask(ledger, 'churn');
    await here.gate(ledger);
    const altered = { genesis: ledger.genesis, files: ledger.files.map((file) => (file.name === fraud ? { ...file, signature: forger(ada).sign(file.bytes) } : file)) };
    expect((await here.verify(altered)).weighed.broken).toMatchObject([{ kind: 'forged' }]);
    expect((await here.gate(altered, 'fraud')).weighed.broken).toMatchObject([{ kind: 'forged' }]);
    const { sure } = await machine().verify(ledger);
    expect((await machine().verify(altered, sure)).weighed.broken).toMatchObject([{ kind: 'forged' }]);
  });

  it('is of a large ledger more with every look, goes on from an anchor, and is no trap before', async () => {
    const { ledger } = story();
    for (let made = 0; made < 70; made += 1) ask(ledger, 'fraud');
    const before = [...ledger.heads];
    ask(ledger, 'fraud', forger(bo));
    const late = ask(ledger, 'churn', bo);
    const here = machine();
    const first = await here.gate(ledger);
    const seqOf = (view: LedgerView) => view.sure.map((name) => view.weighed.places.get(name)!.seq);
    // What lies above is looked at later; that it was there is known.
    expect([seqOf(first), first.weighed.heads]).toEqual([[51], [late]]);
    expect(await here.memory.read(home, ledger.genesis)).toEqual({ heads: first.sure, glimpsed: new Map([['churn', [late]]]) });
    const second = await here.gate(ledger);
    expect([second.sure, second.weighed.heads, second.weighed.broken]).toEqual([before, before, []]);
    expect(await here.memory.read(home, ledger.genesis)).toEqual({ heads: before, glimpsed: new Map() });
    expect((await here.verify(ledger)).weighed.broken).toEqual([]);
    // A pipeline hands on what the first look printed.
    const next = await machine().gate(ledger, 'churn', first.sure);
    expect([next.sure, next.weighed.broken]).toEqual([before, []]);
    expect((await machine().verify(ledger, next.sure)).weighed.broken).toEqual([]);
  });

  it('misses a newest entry that was only glimpsed, taken away or signed otherwise, and what it builds on of the model', async () => {
    const { ledger } = story();
    for (let made = 0; made < 60; made += 1) ask(ledger, 'fraud');
    const reject = ledger.add(bo, { kind: 'reject', candidate: candidate(), request: ledger.heads[0]!, role: 'risk' });
    const last = ask(ledger, 'fraud');
    const here = machine();
    await here.gate(ledger);
    expect((await here.memory.read(home, ledger.genesis)).glimpsed).toEqual(new Map([['churn', [last]]]));
    // What was checked of it then, as a rejection of the model that was asked for, is held to as well.
    const unsaid = ledger.files.map((file) => (file.name === reject ? { ...file, signature: forger(bo).sign(file.bytes) } : file));
    expect((await here.gate({ genesis: ledger.genesis, files: unsaid })).weighed.broken).toMatchObject([{ kind: 'forged', message: expect.stringContaining(reject.slice(0, 8)) as string }]);
    const without = ledger.files.filter(({ name }) => name !== last);
    expect((await here.gate({ genesis: ledger.genesis, files: without })).weighed.broken).toMatchObject([{ kind: 'rewound' }]);
    const altered = ledger.files.map((file) => (file.name === last ? { ...file, signature: forger(ada).sign(file.bytes) } : file));
    expect((await here.gate({ genesis: ledger.genesis, files: altered })).weighed.broken).toMatchObject([{ kind: 'forged' }]);
  });

  it('misses a rejection that counted and falls with an entry below it, which nobody had looked at', async () => {
    const { ledger, reject } = rejected();
    const here = machine();
    expect((await here.gate(ledger)).weighed.counted.has(reject)).toBe(true);
    const below = ledger.files.filter(({ bytes }) => /"comment"/.test(Buffer.from(bytes).toString()))[70]!.name;
    // A second look goes as far as that entry.
    const { broken } = (await lookedOn(here, unsaid(ledger, below, ada))).weighed;
    expect(broken.map(({ kind }) => kind)).toEqual(['forged']);
    expect(broken[0]!.message).toMatch(new RegExp(`^Entry ${reject.slice(0, 8)} was seen here before, and now does not count: it builds on `));
    // It heals with what was there before.
    expect((await lookedOn(here, ledger)).weighed.broken).toEqual([]);
  });

  it('is not held up by any number of forged entries', async () => {
    const { ledger, heads } = story();
    for (let made = 0; made < 150; made += 1) ledger.add(forger(bo), { kind: 'comment', about: ledger.genesis, prev: [ledger.genesis] });
    const good = ledger.add(ada, { kind: 'comment', about: ledger.genesis, prev: heads });
    const { sure, weighed } = await machine().gate(ledger);
    expect([sure, weighed.heads, weighed.quarantined.length]).toEqual([[good], [good], 150]);
  });

  it('misses no forged entry that is taken off the branch again, whatever it was about', async () => {
    const { ledger, heads } = story();
    const clean = { genesis: ledger.genesis, files: [...ledger.files] };
    for (let made = 0; made < 30; made += 1) {
      ledger.add(forger(bo), { kind: 'comment', about: ledger.genesis, prev: heads });
      ledger.add(forger(bo), { kind: 'reject', candidate: candidate(), request: heads[0]!, role: 'risk', prev: [ledger.genesis] });
    }
    const here = machine(10);
    for (const look of [here.gate, here.inbox, here.verify]) expect((await look(ledger)).weighed.quarantined).toHaveLength(60);
    const { weighed } = await here.gate(clean);
    expect([weighed.broken, weighed.quarantined, weighed.heads]).toEqual([[], [], heads]);
  });

  it('may be thousands of heads', async () => {
    const { memory } = machine();
    const heads = Array.from({ length: 3_000 }, (_, at) => at.toString(16).padStart(64, '0'));
    await memory.remember(home, heads[0]!, nothing, { heads, glimpsed: new Map() });
    expect((await memory.read(home, heads[0]!)).heads).toEqual(heads);
  });

  it.each([
    ['a look at another model', (here: Here, ledger: Files) => here.gate(ledger, 'other')],
    ['a look at all of them', (here: Here, ledger: Files) => here.inbox(ledger)],
  ])('misses what was glimpsed of a model also after %s, until it is sure', async (_, look) => {
    const { ledger, reject, last } = rejected();
    const here = machine(10);
    expect((await here.gate(ledger)).weighed.counted.has(reject)).toBe(true);
    await look(here, ledger);
    await look(here, ledger);
    expect((await here.memory.read(home, ledger.genesis)).glimpsed.get('churn')).toEqual([last]);
    const altered = unsaid(ledger, reject);
    await look(here, altered);
    await here.verify(altered);
    expect((await here.gate(altered)).weighed.broken).toMatchObject([{ kind: 'forged', message: expect.stringContaining(reject.slice(0, 8)) as string }]);
    for (let looks = 0; looks < 10; looks += 1) await look(here, ledger);
    expect(await here.memory.read(home, ledger.genesis)).toEqual({ heads: [last], glimpsed: new Map() });
    expect((await here.gate(altered)).weighed.broken).toMatchObject([{ kind: 'forged' }]);
  });

  it('goes on from a file that noted one model beside', async () => {
    const { ledger, reject, last } = rejected();
    const here = machine(10);
    const { writeAtomic } = nodeFiles();
    await writeAtomic(await here.memory.path(home, ledger.genesis), JSON.stringify({ heads: [], glimpsed: [last], glimpsedFor: 'churn' }));
    await here.gate(ledger, 'other');
    expect((await here.gate(unsaid(ledger, reject))).weighed.broken).toMatchObject([{ kind: 'forged' }]);
  });

  it('keeps what another process noted meanwhile', async () => {
    const { memory } = machine();
    const [one, two, three] = ['1', '2', '3'].map((at) => at.padStart(64, '0')) as [string, string, string];
    await memory.remember(home, one, nothing, { heads: [one], glimpsed: new Map([['churn', [two]]]) });
    await memory.remember(home, one, nothing, { heads: [], glimpsed: new Map([[null, [three]]]) });
    expect(await memory.read(home, one)).toEqual({ heads: [one], glimpsed: new Map([[null, [three]], ['churn', [two]]]) });
  });

  it('forgets nothing where no more can be held, and says so', async () => {
    const { ledger, reject } = rejected();
    const here = machine(10, 260);
    await here.gate(ledger);
    await expect(here.gate(ledger, 'other')).rejects.toMatchObject({ fault: { code: 'tooLarge' } });
    expect((await here.gate(unsaid(ledger, reject))).weighed.broken).toMatchObject([{ kind: 'forged' }]);
    await here.verify(ledger);
    expect((await here.gate(ledger, 'other')).weighed.broken).toEqual([]);
  });
});
