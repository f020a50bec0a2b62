import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { missing } from '../../support/tools.ts';
import { places } from './threats/attack.ts';
import { trained } from './threats/content.ts';
import type { Place } from './threats/place.ts';
import { roster } from './threats/rules.ts';

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** The roster with something said of people's first keys; on the protected branch. */
function withKeys(at: Place, keys: Readonly<Record<string, string>>): void {
  const people = new Map((['ada', 'bo', 'cy', 'dan', 'robot'] as const).map((name) => [name as string, at.who(name)]));
  at.who('ada').commit({ '.mlops/roster.yaml': roster(people, keys) }, 'Keys');
}

/** Trained anew by ada, with this in the commit besides, as version 0.0.2 that ada asks for. */
async function trainedBy(at: Place, commit: (ada: ReturnType<Place['who']>) => void): Promise<void> {
  const ada = at.who('ada');
  for (const [name, content] of Object.entries(trained(0.92))) execFileSync('tee', [name], { cwd: ada.clone, input: content, stdio: ['pipe', 'ignore', 'pipe'] });
  ada.git('add', '-A');
  commit(ada);
  ada.git('tag', '-a', 'churn@v0.0.2', '-m', 'second');
  ada.git('push', '-q', 'origin', 'HEAD:main', 'churn@v0.0.2');
  at.who('cy').git('fetch', '-q', '--tags', 'origin');
  expect((await at.run('ada', 'approvals', 'request', 'churn:v0.0.2', '--env', 'staging')).code).toBe(0);
  at.pull();
  const asked = JSON.parse(new TextDecoder().decode(at.ledger.files.at(-1)!.bytes)) as { predicate: { candidate: Place['candidate'] } };
  const request = at.ledger.files.at(-1)!.name;
  for (const [name, role] of [['bo', 'ml-lead'], ['cy', 'risk']] as const) at.say(name, { kind: 'approve', candidate: asked.predicate.candidate, request, role });
  await at.push();
}
const gateOfSecond = (at: Place) => at.run('cy', 'gate', 'churn:v0.0.2', '--env', 'staging');

describe.skipIf(missing('node')).concurrent('people who may not', () => {
  const place = places();

  it('approve their own model: neither with a role, nor with their second key', async () => {
    const at = place();
    at.decide('ada', 'approve', 'ml-lead');
    at.decide('ada', 'approve', 'risk', { key: 'second' });
    await at.push();
    expect(await at.gate()).toEqual({ code: 1, text: matching(/0 of 2 approvals. ada is the requester|ada is the author/) });
  });

  it('count twice with two keys', async () => {
    const at = place();
    at.decide('bo', 'approve', 'ml-lead');
    at.decide('bo', 'approve', 'risk', { key: 'second' });
    await at.push();
    expect(await at.gate()).toEqual({ code: 1, text: matching(/1 of 2 approvals/) });
  });

  it('approve in a role that they have not', async () => {
    const at = place();
    at.decide('cy', 'approve', 'ml-lead');
    at.decide('bo', 'approve', 'risk');
    await at.push();
    expect(await at.gate()).toEqual({ code: 1, text: matching(/1 of 2 approvals. cy has not the role ml-lead/) });
  });

  it('are no people: a bot’s approval counts for nothing', async () => {
    const at = place();
    at.decide('robot', 'approve', 'ml-lead');
    at.decide('robot', 'approve', 'ci');
    at.decide('cy', 'approve', 'risk');
    await at.push();
    expect(await at.gate()).toEqual({ code: 1, text: matching(/1 of 2 approvals. robot is no person/) });
  });

  it('are known by a key that was revoked: a commit that it signed may be anybody’s', async () => {
    const at = place();
    await trainedBy(at, (ada) => void ada.git('-c', `user.signingkey=${at.who('dan').keyFile()}`, 'commit', '-qm', 'Trained'));
    expect((await gateOfSecond(at)).code).toBe(0);
    withKeys(at, { dan: 'revoked: true' });
    expect(await gateOfSecond(at)).toEqual({ code: 1, text: matching(/unknown +two-people[^]*of dan, which is revoked, so its author may be anybody/) });
  });

  it('helped to write it: a co-author is an author, under any address of theirs', async () => {
    const at = place();
    at.who('ada').commit({ '.mlops/roster.yaml': readFileSync(path.join(at.who('ada').clone, '.mlops/roster.yaml'), 'utf8').replace('emails: [bo@example.org]', 'emails: [bo@example.org, robert@home.example]') }, 'An address');
    await trainedBy(at, (ada) => void ada.git('commit', '-qm', 'Trained\n\nCo-authored-by: Robert <Robert@Home.example>'));
    expect(await gateOfSecond(at)).toEqual({ code: 1, text: matching(/1 of 2 approvals. bo is the author/) });
  });

  it('hide as nobody: a commit whose author is not in the roster makes authorship unknown', async () => {
    const at = place();
    await trainedBy(at, (ada) => void ada.git('commit', '-qm', 'Trained', '--author', 'nobody <nobody@nowhere.example>'));
    expect(await gateOfSecond(at)).toEqual({ code: 1, text: matching(/unknown two-people +authors not known[^]*names nobody@nowhere.example, which is nobody's address in the roster/) });
  });

  it('hide without a signature: an unsigned commit may be anybody’s', async () => {
    const at = place();
    await trainedBy(at, (ada) => void ada.git('-c', 'commit.gpgSign=false', 'commit', '-qm', 'Trained'));
    expect(await gateOfSecond(at)).toEqual({ code: 1, text: matching(/unknown two-people[^]*is not signed with an SSH key, so its author may be anybody/) });
  });

  it('put another’s name on their commit: the key that signed it is theirs all the same', async () => {
    const at = place();
    await trainedBy(at, (ada) => void execFileSync('git', ['-c', 'gpg.format=ssh', '-c', `user.signingkey=${at.who('bo').keyFile()}`, '-c', 'user.name=dan', 'commit', '-q', '-S', '-m', 'Trained'], { cwd: ada.clone, env: { ...ada.env, GIT_AUTHOR_EMAIL: 'dan@example.org', GIT_COMMITTER_EMAIL: 'dan@example.org' }, stdio: 'pipe' }));
    expect(await gateOfSecond(at)).toEqual({ code: 1, text: matching(/1 of 2 approvals. bo is the author/) });
  });

  it('left: an entry below the heads of their retirement counts for nothing, whatever time it claims', async () => {
    const at = place();
    const before = at.decide('dan', 'approve', 'ml-lead');
    at.decide('cy', 'approve', 'risk', { prev: [before] });
    await at.push();
    withKeys(at, { dan: `retired_at_heads: [${at.ledger.heads.join(', ')}]` });
    expect((await at.gate()).code).toBe(0);
    const fresh = place();
    fresh.decide('cy', 'approve', 'risk');
    await fresh.push();
    withKeys(fresh, { dan: `retired_at_heads: [${fresh.ledger.heads.join(', ')}]` });
    fresh.decide('dan', 'approve', 'ml-lead', { prev: [fresh.request], claimedAt: '2026-01-02T00:00:00.000Z' });
    await fresh.push();
    expect(await fresh.gate()).toEqual({ code: 1, text: matching(/1 of 2 approvals[^]*signed with a key that was retired before/) });
  });

  it('lost a key: with it revoked its approvals are gone, and what others built on them stays', async () => {
    const at = await place().approved();
    expect((await at.gate()).code).toBe(0);
    withKeys(at, { bo: 'revoked: true' });
    expect(await at.gate()).toEqual({ code: 1, text: matching(/1 of 2 approvals[^]*it is signed with a revoked key/) });
  });

  it('are in a pipeline, an agent’s hands, or without a terminal: nothing is signed', async () => {
    const at = place();
    const tip = at.git('rev-parse', 'mlops-ledger');
    for (const [env, words] of [[{ CI: 'true' }, /this runs in CI/], [{ AI_AGENT: 'someone' }, /started by an agent/], [{ CURSOR_AGENT: '1' }, /started by an agent/], [{}, /needs a terminal/]] as const) {
      const { code, stderr } = await at.who('bo').run(['approvals', 'approve', 'churn:v0.0.1', '--env', 'staging'], env);
      expect([code, stderr]).toEqual([2, matching(words)]);
    }
    for (const verb of ['reject', 'waive']) expect((await at.who('bo').run(['approvals', verb, 'churn:v0.0.1', '--env', 'staging', '--reason', 'x', '--rule', 'good-enough', '--until', '1d'].slice(0, verb === 'reject' ? 7 : 11), { CI: '1' })).code).toBe(2);
    expect(at.git('rev-parse', 'mlops-ledger')).toBe(tip);
  });

  it('reject without being listed, or at the same time: it still blocks', async () => {
    const at = await place().approved();
    at.decide('dan', 'reject', 'ml-lead', { prev: [at.request] });
    await at.push();
    expect(await at.gate()).toEqual({ code: 1, text: matching(/fail +two-people +rejected by dan/) });
    // Asking for the very same again answers nothing, and takes no approval along.
    const again = at.say('ada', { kind: 'request', candidate: at.candidate, supersedes: [] });
    for (const [name, role] of [['bo', 'ml-lead'], ['cy', 'risk']] as const) at.decide(name, 'approve', role, { request: again });
    await at.push();
    expect(await at.gate()).toEqual({ code: 1, text: matching(/rejected by dan/) });
  });

  it('answer a rejection with what was rejected', async () => {
    const at = place();
    const reject = at.decide('dan', 'reject', 'ml-lead');
    await at.push();
    const { code, text } = await at.run('ada', 'approvals', 'request', 'churn:v0.0.1', '--env', 'staging', '--supersedes', reject);
    expect([code, text]).toEqual([2, matching(/Nothing has changed since dan rejected it/)]);
    const again = at.say('ada', { kind: 'request', candidate: at.candidate, supersedes: [reject] });
    for (const [name, role] of [['bo', 'ml-lead'], ['cy', 'risk']] as const) at.decide(name, 'approve', role, { request: again });
    await at.push();
    expect(await at.gate()).toEqual({ code: 1, text: matching(/rejected by dan/) });
    at.say('dan', { kind: 'withdraw', entry: reject });
    await at.push();
    expect((await at.gate('bo')).code).toBe(0);
    expect(await at.run('ada', 'approvals', 'request', 'churn:v0.0.1', '--env', 'staging', '--supersedes', reject)).toEqual({ code: 2, text: matching(/of dan was taken back, so it blocks nothing/) });
  });

  it('ask anew: approvals of the question before are not taken along', async () => {
    const at = await place().approved();
    at.say('ada', { kind: 'request', candidate: at.candidate, supersedes: [] });
    await at.push();
    expect(await at.gate()).toEqual({ code: 1, text: matching(/0 of 2 approvals/) });
  });

  it('run a change that nobody merged with the pipeline’s key: it signs neither evidence nor a deployment', async () => {
    const at = await place().approved();
    const cy = at.who('cy');
    const asRobot = (...args: string[]) => cy.run(args, { CI: '1', MLOPS_SIGNING_KEY: at.who('robot').keyFile() });
    expect((await asRobot('approvals', 'evidence', 'churn:v0.0.1', '--env', 'staging')).code).toBe(0);
    cy.git('checkout', '-qb', 'change');
    cy.commit({ 'train.py': 'print("better")' }, 'Measures better', 'change');
    for (const args of [['approvals', 'evidence', 'churn:v0.0.1', '--env', 'staging'], ['promote', 'churn:v0.0.1', '--env', 'staging', '--yes']]) {
      const { code, stdout, stderr } = await asRobot(...args);
      expect([code, stdout + stderr]).toEqual([2, matching(/is not part of refs\/remotes\/origin\/main, so robot does not sign/)]);
    }
    cy.git('checkout', '-q', '--detach', 'origin/main');
    expect((await asRobot('promote', 'churn:v0.0.1', '--env', 'staging', '--yes')).code).toBe(0);
  });

  it('take back what is another’s: neither withdraw nor revoke without being an admin', async () => {
    const at = place();
    const reject = at.decide('dan', 'reject', 'ml-lead');
    at.decide('bo', 'approve', 'ml-lead');
    at.decide('cy', 'approve', 'risk');
    at.say('bo', { kind: 'withdraw', entry: reject });
    at.say('ada', { kind: 'revoke', entry: reject });
    at.say('robot', { kind: 'revoke', entry: reject });
    await at.push();
    expect(await at.gate()).toEqual({ code: 1, text: matching(/rejected by dan/) });
    at.say('cy', { kind: 'revoke', entry: reject });
    await at.push();
    expect((await at.gate('bo')).code).toBe(0);
  });

  it('waive what they must not: for too long, for their own, for what is never waived, in no role, or over', async () => {
    const at = place();
    const waive = (name: 'ada' | 'bo' | 'cy' | 'dan' | 'robot', rule: string, until: string, claimedAt?: string) => at.say(name, { kind: 'waive', candidate: at.candidate, request: at.request, rule, until, ...(claimedAt ? { claimedAt } : {}) });
    at.who('ada').commit({ '.mlops/policy.yaml': readFileSync(path.join(at.who('ada').clone, '.mlops/policy.yaml'), 'utf8').replace('min: 0.8', 'min: 0.95') }, 'Tighter');
    expect((await at.run('ada', 'approvals', 'request', 'churn:v0.0.1', '--env', 'staging')).code).toBe(0);
    at.pull();
    const { name: request, bytes } = at.ledger.files.at(-1)!;
    const { candidate } = (JSON.parse(new TextDecoder().decode(bytes)) as { predicate: { candidate: Place['candidate'] } }).predicate;
    Object.assign(at, { request, candidate });
    await at.approved();
    waive('cy', 'good-enough', later(31));
    waive('ada', 'good-enough', later(5));
    waive('dan', 'good-enough', later(5));
    waive('robot', 'good-enough', later(5));
    waive('cy', 'two-people', later(5));
    waive('cy', 'good-enough', later(-1), later(-3));
    await at.push();
    expect(await at.gate()).toEqual({ code: 1, text: matching(/fail +good-enough +0\.91/) });
    waive('cy', 'good-enough', later(5));
    await at.push();
    expect(await at.gate('bo')).toEqual({ code: 0, text: matching(/waived +good-enough[^]*Waived by cy until/) });
  });

  it('deploy by an entry without a role for it: that is not what runs', async () => {
    const at = await place().approved();
    at.say('bo', { kind: 'deploy', candidate: at.candidate, request: at.request, replaces: null });
    await at.push();
    expect(await at.run('cy', 'rollback', 'churn', '--env', 'staging', '--reason', 'test')).toEqual({ code: 2, text: matching(/Nothing was ever deployed of churn in staging/) });
    expect(await at.run('bo', 'promote', 'churn:v0.0.1', '--env', 'staging', '--yes')).toEqual({ code: 2, text: matching(/bo has none of the roles/) });
  });

  it('take back that they deployed: what runs stays what it is, by the command and by an entry', async () => {
    const at = await place().approved();
    const deployed = at.say('cy', { kind: 'deploy', candidate: at.candidate, request: at.request, replaces: null });
    await at.push();
    expect(await at.run('cy', 'approvals', 'withdraw', deployed)).toEqual({ code: 2, text: matching(/is a deploy: it says that churn v0\.0\.1 went to staging[^]*mlops rollback churn --env staging/) });
    at.say('cy', { kind: 'withdraw', entry: deployed });
    await at.push();
    expect(await at.run('cy', 'rollback', 'churn', '--env', 'staging', '--reason', 'test')).toEqual({ code: 2, text: matching(/Nothing else ran in staging before v0\.0\.1/) });
  });

  it('go back in production where nothing was judged: without a head to hold the ledger against', async () => {
    const at = place();
    const { candidate } = await at.who('ada').json<{ candidate: Place['candidate'] }>(['approvals', 'request', 'churn:v0.0.1', '--env', 'production']).then(({ data }) => data);
    at.pull();
    const other = { ...candidate, version: 'v0.0.0', artifact: '0'.repeat(64) };
    for (const one of [candidate, other]) at.say('cy', { kind: 'deploy', candidate: one, request: at.ledger.files.at(-1)!.name, replaces: null });
    await at.push();
    const back = ['rollback', 'churn', '--env', 'production', '--reason', 'test', '--yes'];
    expect(await at.run('cy', ...back)).toEqual({ code: 1, text: matching(/No head of the ledger is remembered/) });
    // With one, what blocks is that nobody approved.
    expect(await at.run('cy', ...back, '--anchor', at.ledger.genesis)).toEqual({ code: 1, text: matching(/two-people +0 of 2 approvals/) });
  });

  it('wrote an earlier commit of what runs by now: they are its authors still', async () => {
    const at = place();
    at.say('cy', { kind: 'deploy', candidate: at.candidate, request: at.request, replaces: null });
    await at.push();
    await trainedBy(at, (ada) => {
      ada.git('commit', '-qm', 'Trained\n\nCo-authored-by: Bo <bo@example.org>');
      ada.git('commit', '-qm', 'Said', '--allow-empty');
    });
    const before = await gateOfSecond(at);
    const { candidate, request } = (JSON.parse(new TextDecoder().decode(at.ledger.files.at(-1)!.bytes)) as { predicate: { candidate: Place['candidate']; request: string } }).predicate;
    at.say('cy', { kind: 'deploy', candidate, request, replaces: null });
    await at.push();
    for (const answer of [before, await gateOfSecond(at)]) expect(answer).toEqual({ code: 1, text: matching(/1 of 2 approvals. bo is the author/) });
    // Nor once something else runs, when they would have it back.
    at.say('cy', { kind: 'deploy', candidate: { ...candidate, version: 'v0.0.3', artifact: '3'.repeat(64) }, request, replaces: null });
    await at.push();
    expect(await gateOfSecond(at)).toEqual({ code: 1, text: matching(/1 of 2 approvals. bo is the author/) });
  });
});
