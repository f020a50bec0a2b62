import { describe, expect, it } from 'vitest';
import { caseOf } from '../../../src/core/governance/ledger/caseOf.ts';
import type { Candidate } from '../../../src/core/governance/ledger/entry.ts';
import { weigh } from '../../../src/core/governance/ledger/weigh.ts';
import { nodeSignatures } from '../../../src/io/signatures.ts';
import { candidate, person, rosterOf, signer, TestLedger } from './ledgers.ts';

const [ada, bo] = ['ada', 'bo'].map(signer) as [ReturnType<typeof signer>, ReturnType<typeof signer>];
const roster = rosterOf(person(ada, ['admin']), person(bo, ['risk']));
const now = Date.UTC(2026, 1, 1);
const first = candidate();
const better = candidate({ metrics: 'b'.repeat(64) });

/** Bo rejects what ada asked for first. */
function rejected() {
  const ledger = new TestLedger(ada);
  const request = ledger.add(ada, { kind: 'request', candidate: first, supersedes: [] });
  const reject = ledger.add(bo, { kind: 'reject', candidate: first, request, role: 'risk' });
  const ask = (about: Candidate, supersedes: readonly string[] = []) => ledger.add(ada, { kind: 'request', candidate: about, supersedes });
  const blocks = (about: Candidate) => caseOf(weigh(ledger.files, { roster, signatures: nodeSignatures(), genesis: ledger.genesis, anchor: [] }), about, now).rejections.map(({ entry }) => entry.digest);
  return { ledger, reject, ask, blocks };
}

describe('a rejection', () => {
  it('is answered by a later request that lists it, with other evidence', () => {
    const { reject, ask, blocks } = rejected();
    ask(better);
    expect(blocks(better)).toEqual([reject]);
    ask(better, [reject]);
    expect(blocks(better)).toEqual([]);
  });

  it('is not answered by a way round: other evidence is asked for, and then what was rejected', () => {
    const { ledger, reject, ask, blocks } = rejected();
    ask(better, [reject]);
    ask(first);
    expect(blocks(first)).toEqual([reject]);
    ledger.add(bo, { kind: 'withdraw', entry: reject });
    expect(blocks(first)).toEqual([]);
  });

  it('holds for what was rejected under another version’s name, and for nothing else of it', () => {
    const { reject, ask, blocks } = rejected();
    const renamed = candidate({ version: '8', rules: 'c'.repeat(64) });
    ask(renamed, [reject]);
    expect(blocks(renamed)).toEqual([reject]);
    for (const other of [candidate({ version: '8', metrics: 'b'.repeat(64) }), candidate({ version: '8', env: 'staging' }), candidate({ version: '8', model: 'fraud' })]) expect(blocks(other)).toEqual([]);
  });
});
