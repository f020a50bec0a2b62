import { expect, it } from 'vitest';
import type { Candidate } from '../../../src/core/governance/ledger/entry.ts';
import { movedParts } from '../../../src/core/governance/ledger/movedParts.ts';
import { earlierIn, neverRanIn } from '../../../src/core/governance/ledger/running.ts';
import type { CountedEntry } from '../../../src/core/governance/ledger/weigh.ts';
import { movesOf } from '../../../src/vscode/panels/approval/moves.ts';

const candidate = (version: string, env = 'production', artifact = `files of ${version}`): Candidate => ({ model: 'churn', version, env, artifact, data: null, params: null, metrics: 'm', commit: version, rules: 'r' });
let seq = 0;
const deploy = (about: Candidate, roles: readonly string[] = ['deployer']) => ({ entry: { kind: 'deploy', candidate: about, seq: (seq += 1), digest: `${seq}`, claimedAt: '' }, signer: { id: 'ada', roles } }) as unknown as CountedEntry;
const versionsOf = (entries: readonly CountedEntry[]) => earlierIn(entries, 'churn', 'production').map(({ entry }) => entry.candidate.version);

it('back goes to what ran before with other files, each version once, the last first', () => {
  expect(versionsOf([])).toEqual([]);
  expect(versionsOf([deploy(candidate('1'))])).toEqual([]);
  expect(versionsOf([deploy(candidate('1')), deploy(candidate('2')), deploy(candidate('1')), deploy(candidate('3'))])).toEqual(['1', '2']);
  expect(versionsOf([deploy(candidate('1')), deploy(candidate('2', 'production', 'files of 1'))])).toEqual([]);
  expect(versionsOf([deploy(candidate('1')), deploy(candidate('0', 'staging')), deploy(candidate('2'))])).toEqual(['1']);
  expect(versionsOf([deploy(candidate('1'), ['risk']), deploy(candidate('2'))])).toEqual([]);
});

it('the environment before must have run these very files', () => {
  const order = ['dev', 'staging', 'production'];
  expect(neverRanIn([], order, candidate('1', 'dev'))).toBeNull();
  expect(neverRanIn([], order, candidate('1'))).toBe('staging');
  expect(neverRanIn([deploy(candidate('1', 'staging'))], order, candidate('1'))).toBeNull();
  expect(neverRanIn([deploy(candidate('1', 'staging', 'others'))], order, candidate('1'))).toBe('staging');
});

it('what moves is told part by part', () => {
  expect(movedParts(candidate('1'), candidate('2')).filter(({ changes }) => changes).map(({ part }) => part)).toEqual(['version', 'artifact', 'commit']);
  expect(movedParts(null, candidate('2')).some(({ changes, now }) => changes || now !== null)).toBe(false);
});

it('the page offers to move only what the gate lets through, to whom it counts for', () => {
  const me = (...roles: string[]) => ({ person: { id: 'bo', roles }, fingerprint: '' }) as unknown as Parameters<typeof movesOf>[0]['me'];
  const live = [deploy(candidate('1')), deploy(candidate('2'))];
  const moves = (decision: 'pass' | 'fail', who = me('deployer'), entries: readonly CountedEntry[] = live) => Object.values(movesOf({ report: { decision }, candidate: candidate('2'), live: entries, me: who }));
  expect(moves('pass')).toEqual([null, null]);
  expect(moves('fail')).toEqual(['The gate does not let it through.', null]);
  expect(moves('pass', me('deployer'), [])).toEqual([null, 'Nothing else ran in production before.']);
  expect(new Set(moves('pass', me('risk')))).toEqual(new Set(['A deployment by you would not count: the roles for it are ci, deployer, admin.']));
  expect(moves('pass', { nobody: { code: 'notFound', message: 'No key.' } })).toEqual(['No key.', 'No key.']);
});
