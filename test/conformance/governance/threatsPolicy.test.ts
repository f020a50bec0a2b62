import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { signingKey } from '../../../src/services/governance/keys.ts';
import { openWorkbench } from '../../bench/bench.ts';
import { missing } from '../../support/tools.ts';
import { places } from './threats/attack.ts';
import { cache, trained, weights } from './threats/content.ts';
import type { Place } from './threats/place.ts';

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const file = '.mlops/policy.yaml';
const policyOf = (at: Place) => readFileSync(path.join(at.who('ada').clone, file), 'utf8');

/** The policy on the protected branch, changed. */
function setPolicy(at: Place, change: (text: string) => string): void {
  const before = policyOf(at);
  const after = change(before);
  if (after === before) throw new Error('the change changes nothing');
  at.who('ada').commit({ [file]: after }, 'Policy');
}

/** A change of cy's that asks for less, pushed for review. */
function loosened(at: Place): void {
  const cy = at.who('cy');
  cy.git('checkout', '-qb', 'change');
  const text = policyOf(at).replace('min: 0.8', 'min: 0.1').replace('require: [{ role: ml-lead }, { role: risk }]', 'require: [{ role: ml-lead }]');
  cy.commit({ [file]: text }, 'Only a detail', 'change');
  cy.git('tag', 'on-change');
}

describe.skipIf(missing('node')).concurrent('policy and model under attack', () => {
  const place = places();

  it('are judged by the protected branch, not by a change that asks for less', async () => {
    const at = place();
    at.decide('bo', 'approve', 'ml-lead');
    await at.push();
    loosened(at);
    expect(await at.gate()).toEqual({ code: 1, text: matching(/1 of 2 approvals[^]*policy +[0-9a-f]{40} refs\/remotes\/origin\/main/) });
  });

  it('are judged by no ref of the change, however it is named', async () => {
    const at = place();
    loosened(at);
    const cy = at.who('cy');
    const own = cy.git('rev-parse', 'HEAD');
    for (const ref of ['HEAD', 'HEAD~1', '@', 'change', 'refs/heads/change', 'origin/change', 'on-change', own]) {
      expect([ref, await at.gate('cy', '--policy-ref', ref)]).toEqual([ref, { code: 2, text: matching(/a change cannot bring the policy it is judged by/) }]);
    }
    expect((await at.gate('cy', '--policy-ref', 'origin/main')).code).toBe(1);
  });

  it('are judged by the policy as it is now: neither by that of a branch cut before, nor by where it was cut', async () => {
    const at = await place().approved();
    const cy = at.who('cy');
    cy.git('checkout', '-qb', 'old-branch');
    const cut = cy.git('rev-parse', 'HEAD');
    expect((await at.gate()).code).toBe(0);
    setPolicy(at, (text) => text.replace('min: 0.8', 'min: 0.95'));
    expect(await at.gate()).toEqual({ code: 1, text: matching(/fail +good-enough +0\.91 \(expected: metrics\.auc at least 0\.95\)[^]*What was asked for has changed since: rules/) });
    for (const ref of [cut, 'main', 'refs/heads/old-branch']) expect([ref, await at.gate('cy', '--policy-ref', ref)]).toEqual([ref, { code: 2, text: matching(/is behind refs\/remotes\/origin\/main: a policy that was tightened since would not be seen/) }]);
  });

  it('go nowhere without a policy, a rule or a name in it', async () => {
    const at = place();
    setPolicy(at, (text) => text.replace('rules:', 'rules: []\nwaste:').replace(/\nwaste:[^]*(?=\nwaivers)/, '').replace('not_waivable: [two-people]', 'not_waivable: []'));
    expect(await at.gate()).toEqual({ code: 1, text: matching(/no rule for “churn” in “staging”/) });
    at.who('ada').commit({ [file]: policyOf(at).replace('  churn:', '  fraud:') }, 'Policy');
    expect(await at.gate()).toEqual({ code: 1, text: matching(/names no model “churn”/) });
    at.who('ada').git('rm', '-q', file);
    at.who('ada').commit({ 'README.md': 'no policy' }, 'Policy');
    expect(await at.gate()).toEqual({ code: 1, text: matching(/There is no policy at/) });
  });

  it('are refused where the question is wrong: another environment, a slip of the pen', async () => {
    const at = place();
    expect(await at.gate('cy', '--env', 'prod')).toEqual({ code: 2, text: matching(/“prod” is no environment of “churn”[^]*staging, production/) });
    setPolicy(at, (text) => text.replace('    approvals:', '    aprovals:'));
    expect(await at.gate()).toEqual({ code: 2, text: matching(/policy\.yaml[^]*“aprovals”[^]*“approvals”/) });
  });

  it('are refused where one person stands in the roster twice', async () => {
    const at = place();
    const text = readFileSync(path.join(at.who('ada').clone, '.mlops/roster.yaml'), 'utf8');
    at.who('ada').commit({ '.mlops/roster.yaml': `${text}  ada-again: { roles: [risk], keys: [{ key: "${at.who('ada').publicKey()}" }] }\n` }, 'Twice');
    expect(await at.gate()).toEqual({ code: 2, text: matching(/roster\.yaml[^]*“ada”/) });
    at.who('ada').commit({ '.mlops/roster.yaml': `${text}  ada: { roles: [risk], keys: [{ key: "${at.who('eve').publicKey()}" }] }\n` }, 'Twice');
    expect((await at.gate()).code).toBe(2);
  });

  it('go to production with nothing to hold the ledger against: unknown', async () => {
    const at = place();
    expect(await at.gate('bo', '--env', 'production')).toEqual({ code: 1, text: matching(/unknown[^]*No head of the ledger is remembered/) });
    // A job that judges twice has nothing more the second time.
    const job = (...more: string[]) => at.who('cy').run(['gate', 'churn:v0.0.1', '--env', 'production', ...more], { CI: '1' });
    for (const _ of ['sarif', 'md']) expect((await job()).stdout).toMatch(/No head of the ledger is remembered/);
    expect((await job('--anchor', at.ledger.genesis)).stdout).toMatch(/two-people/);
    expect((await at.gate('cy', '--env', 'production')).text).toMatch(/two-people/);
  });

  it('take a metric of another unit for no metric', async () => {
    const at = place();
    setPolicy(at, (text) => text.replace('min: 0.8 }', 'min: 0.8, unit: percent }'));
    expect(await at.gate()).toEqual({ code: 1, text: matching(/unknown +good-enough[^]*is in no unit, the rule is in percent/) });
  });

  it('take no evidence of whoever is not let measure', async () => {
    const at = place();
    setPolicy(at, (text) => text.replace('environments: [staging, production]', 'environments: [staging, production]\n    evidence_from: { staging: [ci] }'));
    expect(await at.gate()).toEqual({ code: 1, text: matching(/unknown +good-enough[^]*no evidence of metrics\.auc[^]*Evidence of ada does not count/) });
  });

  it('are other bytes than what was approved: one bit is enough', async () => {
    const at = await place().approved();
    cache(at.who('cy').clone, weights.replace('1', '0'), weights);
    expect(await at.gate()).toEqual({ code: 4, text: matching(/are not those that approval was asked for/) });
    expect((await at.gate('bo')).code).toBe(0);
  });

  it('are a link in git: what that leads to is nobody’s', async () => {
    const at = place();
    const ada = at.who('ada');
    symlinkSync('train.py', path.join(ada.clone, 'weights.lnk'));
    ada.commit({ 'dvc.yaml': readFileSync(path.join(ada.clone, 'dvc.yaml'), 'utf8').replace('path: model.bin', 'path: weights.lnk') }, 'Linked');
    ada.git('tag', '-a', 'churn@v0.0.2', '-m', 'registered');
    expect(await at.run('ada', 'gate', 'churn:v0.0.2', '--env', 'staging')).toEqual({ code: 2, text: matching(/weights\.lnk of the model is a link/) });
  });

  it('have other metrics than what was approved', async () => {
    const at = await place().approved();
    const ada = at.who('ada');
    expect((await at.gate()).code).toBe(0);
    ada.commit(trained(0.99), 'Better');
    ada.git('tag', '-f', '-a', 'churn@v0.0.1', '-m', 'again');
    ada.git('push', '-qf', 'origin', 'churn@v0.0.1');
    at.who('cy').git('fetch', '-q', '--tags', '--force', 'origin');
    expect(await at.gate()).toEqual({ code: 1, text: matching(/fail +two-people +no request[^]*What was asked for has changed since: metrics, commit/) });
  });

  it('are asked about in ways that nobody should', async () => {
    const at = place();
    for (const more of [['--anchor', 'abc'], ['--format', 'pdf'], ['--policy-ref', '--upload-pack=x'], ['--policy-ref', 'no-such']]) expect([more, (await at.gate('cy', ...more)).code]).toEqual([more, 2]);
    expect((await at.run('cy', 'gate', 'churn:v9', '--env', 'staging')).code).toBe(2);
    expect((await at.run('cy', 'gate', 'churn:v0.0.1')).code).toBe(2);
  });

  it('are judged once more after a person thought about a move: what came in meanwhile is not signed upon', async () => {
    const tightened = async (at: Place) => setPolicy(at, (text) => text.replace('min: 0.8', 'min: 0.99'));
    const rejected = async (at: Place) => {
      at.decide('bo', 'reject', 'ml-lead');
      await at.push();
    };
    const outcomes: string[] = [];
    for (const meanwhile of [rejected, tightened, async () => undefined]) {
      const at = await place().approved();
      const cy = at.who('cy');
      for (const [name, value] of [['gpg.format', 'ssh'], ['user.signingkey', cy.keyFile()]] as const) cy.git('config', name, value);
      const { bench, close } = openWorkbench(cy.clone, path.join(at.root, 'homes'));
      try {
        const signal = AbortSignal.timeout(300_000);
        const ready = await bench.deployments.readyPromotion('churn:v0.0.1', 'staging', { fetches: true, adopts: true }, signal);
        const move = await ready.by!({ key: await signingKey(bench.machine, cy.clone, undefined, signal), passphrase: 'never' });
        await meanwhile(at);
        const before = at.git('rev-parse', 'mlops-ledger');
        outcomes.push(await move.make({ waited: true }).then(({ entry }) => (entry === null ? 'nothing' : 'signed'), (error: Error) => error.message));
        expect(at.git('rev-parse', 'mlops-ledger') === before).toBe(outcomes.at(-1) !== 'signed');
      } finally {
        close();
      }
    }
    expect(outcomes).toEqual([matching(/^Something came in meanwhile that speaks against it: [^]*two-people[^]*Nothing was signed\.$/), matching(/^Something came in meanwhile that speaks against it: [^]*good-enough/), 'signed']);
  });
});
