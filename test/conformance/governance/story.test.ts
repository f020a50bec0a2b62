import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing, tools } from '../../support/tools.ts';
import { Mlops } from '../cli/mlops.ts';
import { Story } from './story.ts';

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const headOf = (text: string) => /^ledger +([0-9a-f,]{64,})$/m.exec(text)?.[1] ?? '';

/** From training to rollback, with every step a command that people and pipelines would type. */
describe.skipIf(missing('node', 'dvc', 'mlflow', 'gto'))('a model’s way to production and back', () => {
  let story: Story;
  let head = '';
  const stages = () => story.tool(tools.gto, ['show', 'churn', '-r', '.']);
  beforeAll(async () => {
    story = new Story(await Mlops.make());
    story.train(0.1, 'v0.0.1');
    await story.govern();
  });
  afterAll(async () => {
    story.dispose();
    await story.mlops.dispose();
  });

  it('is asked for; whoever wrote it does not count, a second person does', async () => {
    const { ada, bo } = story;
    expect(await story.run(ada, 'approvals', 'request', 'churn:v0.0.1', '--env', 'staging', '--reason', 'first')).toEqual({ code: 0, text: matching(/asked for churn v0\.0\.1 in staging/) });
    expect((await story.approve(ada, 'churn:v0.0.1', 'staging')).text).toMatch(/You asked for it[^]*so your approval will not count/);
    expect(await story.run(ada, 'gate', 'churn:v0.0.1', '--env', 'staging')).toEqual({ code: 1, text: matching(/fail +lead +0 of 1 approvals[^]*ada is the requester/) });
    expect((await story.approve(bo, 'churn:v0.0.1', 'staging')).code).toBe(0);
    expect((await story.run(ada, 'gate', 'churn:v0.0.1', '--env', 'staging')).code).toBe(0);
  });

  it('passes in a pipeline for production with two people, evidence of the pipeline and a head to hold the ledger against', async () => {
    const { ada, bo, cy } = story;
    const job = await story.job('churn@v0.0.1');
    expect(await job('promote', 'churn:v0.0.1', '--env', 'staging', '--yes')).toEqual({ code: 0, text: matching(/done/) });
    expect(await job('approvals', 'evidence', 'churn:v0.0.1', '--env', 'production', '--report', await story.driftReport(1))).toEqual({ code: 0, text: matching(/evidence on churn v0\.0\.1 for production/) });
    expect((await story.run(ada, 'approvals', 'request', 'churn:v0.0.1', '--env', 'production')).code).toBe(0);
    expect((await story.approve(bo, 'churn:v0.0.1', 'production')).code).toBe(0);
    const one = await story.run(cy, 'gate', 'churn:v0.0.1', '--env', 'production', '--offline');
    expect(one.code).not.toBe(0);
    expect((await story.approve(cy, 'churn:v0.0.1', 'production')).code).toBe(0);
    head = headOf((await story.run(ada, 'gate', 'churn:v0.0.1', '--env', 'production')).text);
    const fresh = await story.job('churn@v0.0.1');
    const gate = await fresh('gate', 'churn:v0.0.1', '--env', 'production', '--anchor', head);
    expect(gate).toEqual({ code: 0, text: matching(/pass +two-people +2 of 2 approvals[^]*pass +calm-inputs/) });
    expect(await fresh('promote', 'churn:v0.0.1', '--env', 'production', '--yes', '--anchor', head)).toEqual({ code: 0, text: matching(/done/) });
    ada.git('fetch', '-q', '--tags');
    expect(stages()).toMatch(/v0\.0\.1[^\n]*production|production[^\n]*v0\.0\.1/);
    expect(await story.run(ada, 'gate', '--audit')).toEqual({ code: 0, text: matching(/ok/) });
  });

  it('is pointed to in MLflow, and a hand that moves the alias is seen', async () => {
    const { ada, bo } = story;
    story.registry('register', ada.git('rev-parse', 'HEAD'), `${story.root}/artifacts`);
    expect((await story.run(ada, 'approvals', 'request', 'scorer:1', '--env', 'staging')).code).toBe(0);
    expect((await story.approve(bo, 'scorer:1', 'staging')).code).toBe(0);
    const promoted = await story.run(ada, 'promote', 'scorer:1', '--env', 'staging', '--yes');
    expect(promoted).toEqual({ code: 0, text: matching(/alias staging/) });
    const entry = /entry ([0-9a-f]{64})/.exec(promoted.text)![1];
    const moved = story.registry('by-hand', '2');
    expect([moved.aliases, moved.tags['1']]).toEqual([{ staging: '2' }, { 'mlops.ledger': entry, 'mlops.ledger.staging': entry }]);
    expect(await story.run(ada, 'gate', '--audit')).toEqual({ code: 1, text: matching(/scorer[^\n]*alias staging[^\n]*It points to 2, and 1 was decided/) });
    expect(await story.run(ada, 'promote', 'scorer:1', '--env', 'staging', '--yes')).toEqual({ code: 3, text: matching(/somebody moved it by hand/) });
    story.registry('again');
    expect(await story.run(bo, 'gate', 'scorer:1', '--env', 'staging')).toEqual({ code: 1, text: matching(/What was asked for has changed since: metrics/) });
  });

  it('is stopped by drift evidence that has expired, and goes on with a waiver of somebody who may', async () => {
    const { ada, bo, cy } = story;
    story.train(0.2, 'v0.0.2');
    expect((await story.run(ada, 'approvals', 'request', 'churn:v0.0.2', '--env', 'staging')).code).toBe(0);
    expect((await story.approve(bo, 'churn:v0.0.2', 'staging')).code).toBe(0);
    const job = await story.job('churn@v0.0.2');
    expect((await job('promote', 'churn:v0.0.2', '--env', 'staging', '--yes')).code).toBe(0);
    expect((await job('approvals', 'evidence', 'churn:v0.0.2', '--env', 'production', '--report', await story.driftReport(30))).code).toBe(0);
    expect((await story.run(ada, 'approvals', 'request', 'churn:v0.0.2', '--env', 'production')).code).toBe(0);
    for (const who of [bo, cy]) expect((await story.approve(who, 'churn:v0.0.2', 'production')).code).toBe(0);
    const gate = () => job('gate', 'churn:v0.0.2', '--env', 'production', '--anchor', head);
    expect(await gate()).toEqual({ code: 1, text: matching(/pass +two-people[^]*unknown +calm-inputs +30 days old[^]*ended 30 days ago/) });
    const waive = ['approvals', 'waive', 'churn:v0.0.2', '--env', 'production', '--rule', 'calm-inputs', '--until', '7d', '--reason', 'labels come on Friday'];
    expect(await story.run(ada, ...waive)).toEqual({ code: 2, text: matching(/role risk/) });
    expect((await story.run(cy, ...waive)).code).toBe(0);
    expect(await gate()).toEqual({ code: 0, text: matching(/waived +calm-inputs[^]*Waived by cy/) });
    expect((await job('promote', 'churn:v0.0.2', '--env', 'production', '--yes', '--anchor', head)).code).toBe(0);
  });

  it('goes back by a decision that is looked at first, and every reader of the registry agrees', async () => {
    const { ada } = story;
    ada.git('fetch', '-q', '--tags');
    expect(stages()).toMatch(/v0\.0\.2[^\n]*production|production[^\n]*v0\.0\.2/);
    const back = ['rollback', 'churn', '--env', 'production', '--reason', 'complaints from the shop', '--anchor', head];
    expect(await story.run(ada, ...back)).toEqual({ code: 0, text: matching(/v0\.0\.2 → v0\.0\.1[^]*Nothing was done/) });
    expect(await story.run(ada, ...back, '--yes')).toEqual({ code: 0, text: matching(/done/) });
    expect(stages()).toMatch(/v0\.0\.1[^\n]*production|production[^\n]*v0\.0\.1/);
    expect(await story.run(ada, 'gate', '--audit', 'churn')).toEqual({ code: 0, text: matching(/ok/) });
    expect(await story.run(ada, 'approvals', 'verify')).toEqual({ code: 0, text: matching(/intact[^]*rollback 1/) });
  });
});
