import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/core/base/canonicalJson.ts';
import { Inspection, type InspectionRules } from '../../../src/core/governance/ledger/inspection.ts';
import { Skims } from '../../../src/core/governance/ledger/skim.ts';
import type { LedgerFile } from '../../../src/core/governance/ledger/ledgerFile.ts';
import { weigh, weighInspected, type Weighed } from '../../../src/core/governance/ledger/weigh.ts';
import { RandomGenerator } from '../../../src/core/statistics/random/randomGenerator.ts';
import { nodeSignatures } from '../../../src/io/signatures.ts';
import { candidate, person, rosterOf, signer, TestLedger } from './ledgers.ts';

const people = ['ada', 'bo', 'cy', 'eve'].map(signer);
const [ada, bo, cy, eve] = people as [typeof people[0], typeof people[0], typeof people[0], typeof people[0]];
const roster = rosterOf(person(ada, ['admin', 'ml-lead']), person(bo, ['risk']), person(cy, ['risk'], { isRevoked: true }));
const signatures = nodeSignatures();

/** Two models talked about by everybody, a stranger too; some signatures are another entry's, some are gone, some entries were changed, some are gone. */
function ledgerOf(random: RandomGenerator): { readonly files: readonly LedgerFile[]; readonly genesis: string } {
  const ledger = new TestLedger(ada);
  for (let turn = 0; turn < 24; turn += 1) {
    const by = people[Math.floor(random.uniform() * 40) % (random.uniform() < 0.2 ? 4 : 2)]!;
    const about = candidate(random.uniform() < 0.6 ? { model: 'fraud' } : {});
    const any = () => ledger.files[Math.floor(random.uniform() * ledger.files.length)]!.name;
    const prev = random.uniform() < 0.6 ? [...ledger.heads] : [any()];
    const what = random.uniform();
    if (what < 0.4) ledger.add(by, { kind: 'request', candidate: about, supersedes: [], prev });
    else if (what < 0.7) ledger.add(by, { kind: 'comment', about: any(), prev });
    else ledger.add(by, { kind: 'approve', candidate: about, request: any(), role: 'risk', prev });
  }
  const changed = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, at) => (at === 30 ? byte ^ 1 : byte));
  const files = ledger.files.filter(() => random.uniform() < 0.99).map((file): LedgerFile => {
    const luck = random.uniform();
    if (luck < 0.04) return { ...file, signature: ledger.files[0]!.signature };
    if (luck < 0.06) return { ...file, bytes: changed(file.bytes) };
    return luck < 0.08 ? { ...file, signature: null } : file;
  });
  return { genesis: ledger.genesis, files };
}

const said = ({ counted, places, ...rest }: Weighed) => canonicalJson({ ...rest, counted: [...counted].map(([name, { entry, signer: by }]) => [name, entry.kind, by.id]).sort(), places: [...places.keys()].sort() });
const seen = (all: readonly Weighed[]) => [all.some(({ quarantined }) => quarantined.some(({ reason }) => reason === 'its signature is not good')), all.some(({ broken }) => broken.length > 0), all.some(({ counted }) => [...counted.values()].some(({ entry }) => entry.kind === 'comment'))];

describe('a ledger whose entries were looked at as they came', () => {
  it.each<[string, Partial<InspectionRules>]>([
    ['whole', {}],
    ['for one model', { model: 'churn', mustCheck: ({ kind }) => kind !== 'comment' }],
  ])('is weighed as one that was there at once: %s', async (_, more) => {
    const random = new RandomGenerator('a4ead');
    const all: Weighed[] = [];
    for (let round = 0; round < 30; round += 1) {
      const { files, genesis } = ledgerOf(random);
      const rules: InspectionRules = { roster, signatures, genesis, ...more };
      const expected = weigh(files, { ...rules, anchor: [] });
      const skims = new Skims(signatures);
      const early = files.filter(() => random.uniform() < 0.5);
      for (const file of early) skims.of(file);
      const inspection = new Inspection(rules, skims);
      for (const file of files) if (random.uniform() < 0.8) inspection.look(file);
      await inspection.settled();
      expect(said(weighInspected(files, inspection, []))).toBe(said(expected));
      all.push(expected);
    }
    // Ledgers in which nothing is wrong, or nobody commented, would prove little.
    expect(seen(all)).toEqual([true, true, true]);
  });

  it('has no signature checked twice, and none that nothing depends on', async () => {
    const ledger = new TestLedger(ada);
    const request = ledger.add(ada, { kind: 'request', candidate: candidate(), supersedes: [] });
    const other = ledger.add(bo, { kind: 'request', candidate: candidate({ model: 'fraud' }), supersedes: [] });
    ledger.add(bo, { kind: 'comment', about: request });
    ledger.add(bo, { kind: 'comment', about: other });
    ledger.add(bo, { kind: 'approve', candidate: candidate(), request, role: 'risk' });
    let beside = 0;
    const counting = { ...signatures, verify: () => expect.unreachable('checked in turn'), verifySoon: (...given: Parameters<typeof signatures.verifySoon>) => ((beside += 1), signatures.verifySoon(...given)) };
    const inspection = new Inspection({ roster, signatures: counting, genesis: ledger.genesis, model: 'churn', mustCheck: ({ kind }) => kind !== 'comment' });
    for (const file of ledger.files) inspection.look(file);
    await inspection.settled();
    const { counted } = weighInspected(ledger.files, inspection, []);
    expect([...counted.values()].map(({ entry }) => entry.kind).sort()).toEqual(['approve', 'comment', 'genesis', 'request']);
    expect(beside).toBe(4);
  });

  it('takes a stranger’s entry for none, though it was looked at before the roster was known', () => {
    const ledger = new TestLedger(ada);
    ledger.add(eve, { kind: 'request', candidate: candidate({ model: 'fraud' }), supersedes: [] });
    const skims = new Skims(signatures);
    for (const file of ledger.files) expect(skims.of(file)).toMatchObject({ isNamed: true });
    const inspection = new Inspection({ roster, signatures, genesis: ledger.genesis, model: 'churn' }, skims);
    expect(inspection.of(ledger.files[1]!)).toBe('it is signed with a key that is not in the roster');
    const renamed = { ...ledger.files[1]!, name: createHash('sha256').update('other').digest('hex') };
    expect(inspection.of(renamed)).toBe('its name is not its digest');
  });
});
