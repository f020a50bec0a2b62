import { describe, expect, it } from 'vitest';
import { weigh } from '../../../src/core/governance/ledger/weigh.ts';
import { nodeSignatures } from '../../../src/io/signatures.ts';
import { heldAgainstRegistries } from '../../../src/services/governance/registryAnchor.ts';
import { candidate, person, rosterOf, signer, TestLedger } from './ledgers.ts';

const [ada, robot, eve] = ['ada', 'robot', 'eve'].map(signer) as [ReturnType<typeof signer>, ReturnType<typeof signer>, ReturnType<typeof signer>];

function story() {
  const ledger = new TestLedger(ada);
  const request = ledger.add(ada, { kind: 'request', candidate: candidate(), supersedes: [] });
  const deploy = ledger.add(robot, { kind: 'deploy', candidate: candidate(), request, replaces: null });
  const other = ledger.add(robot, { kind: 'deploy', candidate: candidate({ model: 'fraud' }), request, replaces: null });
  const junk = ledger.add(eve, { kind: 'deploy', candidate: candidate(), request, replaces: null });
  return { ledger, request, deploy, other, junk };
}

function held(ledger: TestLedger, entry: string | null, { isRevoked = false, files = ledger.files, model }: { readonly isRevoked?: boolean; readonly files?: TestLedger['files']; readonly model?: string } = {}) {
  const roster = rosterOf(person(ada, ['admin']), person(robot, ['ci'], { isBot: true, isRevoked }));
  const weighed = weigh(files, { roster, signatures: nodeSignatures(), genesis: ledger.genesis, anchor: [], ...(model === undefined ? {} : { model }) });
  const { view, problems } = heldAgainstRegistries({ weighed, genesis: ledger.genesis, sure: weighed.heads, anchor: [] }, 'churn', [{ env: 'production', version: '7', entry, source: 'registry', field: 'alias production' }]);
  return { anchor: view.anchor, broken: view.weighed.broken.map(({ kind }) => kind), told: problems.map(({ message }) => message) };
}

describe('what a registry says of the ledger', () => {
  it('holds it where it names a deployment of this model', () => {
    const { ledger, deploy } = story();
    expect(held(ledger, deploy)).toEqual({ anchor: [deploy], broken: [], told: [] });
    expect(held(ledger, null)).toEqual({ anchor: [], broken: [], told: [] });
  });

  it('is told and holds nothing where it is no digest, or names junk or something else than a deployment of this model', () => {
    const { ledger, request, other, junk } = story();
    const cases: ReadonlyArray<readonly [string, RegExp]> = [
      ['<script>', /"<script>", which is no digest of an entry/],
      ['A'.repeat(64), /which is no digest/],
      ['', /"", which is no digest/],
      [request, /which is a request/],
      [ledger.genesis, /which is a genesis/],
      [other, /which is a deploy of fraud/],
      [junk, /does not count: it is signed with a key that is not in the roster/],
    ];
    // As the gate reads it: of other models' entries only their places.
    expect(held(ledger, other, { model: 'churn' })).toEqual({ anchor: [], broken: [], told: [expect.stringMatching(/which is about another model/)] });
    for (const [entry, words] of cases) expect(held(ledger, entry)).toEqual({ anchor: [], broken: [], told: [expect.stringMatching(words)] });
  });

  it('breaks a ledger that has not the entry any more, or has it with another signature', () => {
    const { ledger, deploy } = story();
    const without = ledger.files.filter(({ name }) => name !== deploy);
    expect(held(ledger, 'e'.repeat(64))).toEqual({ anchor: [], broken: ['rewound'], told: [] });
    expect(held(ledger, deploy, { files: without.slice(0, 2) }).broken).toEqual(['rewound']);
    const forged = ledger.files.map((file) => (file.name === deploy ? { ...file, signature: ledger.files[0]!.signature } : file));
    expect(held(ledger, deploy, { files: forged }).broken).toContain('forged');
    for (const signature of [null, new TextEncoder().encode('x')]) expect(held(ledger, deploy, { files: ledger.files.map((file) => (file.name === deploy ? { ...file, signature } : file)) }).broken).toContain('forged');
  });

  it('still holds it where the pipeline’s key was revoked since', () => {
    const { ledger, deploy } = story();
    expect(held(ledger, deploy, { isRevoked: true })).toEqual({ anchor: [deploy], broken: [], told: [] });
  });
});
