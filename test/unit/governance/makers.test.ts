import { expect, it } from 'vitest';
import type { GitRepository } from '../../../src/core/port/git.ts';
import { nodeSignatures } from '../../../src/io/signatures.ts';
import { makersOf, type MakersInput } from '../../../src/services/governance/makers.ts';
import { candidate, person, rosterOf, signer } from './ledgers.ts';

const shas = ['a', 'b', 'c'].map((letter) => letter.repeat(40)) as [string, string, string];
const unsigned = new TextEncoder().encode('tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor Ada <ada@example.com> 0 +0000\ncommitter Ada <ada@example.com> 0 +0000\n\nold\n');
/** Of commits nobody signed. */
const repository = {
  root: '/r',
  commonDir: '/r/.git',
  commits: (of: readonly string[]) => Promise.resolve(of.map((sha) => ({ sha }))),
  log: () => Promise.resolve([shas[0]]),
  objects: (of: readonly string[]) => Promise.resolve(of.map((sha) => ({ sha, type: 'commit', bytes: unsigned }))),
} as unknown as GitRepository;

async function words({ base, authorsSince }: { readonly base: MakersInput['base']; readonly authorsSince: string | null }): Promise<string> {
  const machine = { branches: {} as never, files: { stat: () => Promise.resolve(undefined) } as never, signatures: nodeSignatures() };
  const policy = { models: new Map([['churn', { authorsSince }]]) } as unknown as MakersInput['trusted']['policy'];
  const trusted = { policy, roster: rosterOf(person(signer('ada'), ['ml-lead'])) };
  const { authors } = await makersOf(machine, repository, { candidate: candidate({ commit: shas[0] }), base, run: null, trusted, fetches: false }, AbortSignal.timeout(10_000));
  return 'unknown' in authors ? authors.unknown : authors.people.join();
}

it('points to authors_since where nothing ran before and old commits are not signed, and nowhere else', async () => {
  const plain = `Commit ${shas[0].slice(0, 7)} is not signed with an SSH key, so its author may be anybody.`;
  expect(await words({ base: null, authorsSince: null })).toBe(`${plain} Nothing ran before this version, so all of history counts; where older commits are not signed, name the last of them under the model in the policy: “authors_since: …”.`);
  expect(await words({ base: null, authorsSince: shas[1] })).toBe(plain);
  expect(await words({ base: candidate({ commit: shas[2] }), authorsSince: null })).toBe(plain);
});
