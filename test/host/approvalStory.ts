import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { deployBench } from '../../src/vscode/approvals/deploy/editor.ts';
import { act, does, gate, held, judged, opened, outcomes, prepared, remoteLedger } from './approvals.ts';
import { driven, lines, opened as openedView } from './driven.ts';
import { until, type HostTest } from './runner.ts';

let head = '';

async function approvalLines(): Promise<string[]> {
  await vscode.commands.executeCommand('mlops.approvals.refresh');
  return lines(await openedView('mlops.approvals'));
}

/** From a first release to production and back, in the editor of Bo; what the others do meanwhile they do with the command line. */
export const storyTests: readonly HostTest[] = [
  {
    name: 'with one approval it may not go to production, and says which rule holds it back',
    body: async () => {
      assert.deepEqual(await held('churn:v0.0.1', 'production'), [['two-people', '1 of 2 approvals']]);
      const { actions } = await opened('churn:v0.0.1', 'production');
      assert.deepEqual([actions.promote, actions.rollBack], ['The gate does not let it through.', 'Nothing else ran in production before.']);
    },
  },
  {
    name: 'with Cy, in a terminal, there are two; the gate passes here and in a pipeline, and Bo promotes it',
    body: async () => {
      await does(0, /./, 'approve', 'cy', 'churn:v0.0.1', 'production');
      const { ledgerHead, decision, ...rest } = await gate('churn:v0.0.1', 'production');
      assert.deepEqual([decision, outcomes(rest)['two-people']], ['pass', 'pass']);
      head = ledgerHead ?? '';
      await does(0, /pass +two-people +2 of 2 approvals[^]*pass +calm-inputs/, 'job', 'churn@v0.0.1', 'gate', 'churn:v0.0.1', '--env', 'production', '--anchor', head);
      const { workbench } = await (await driven()).product();
      const subject = { reference: 'churn:v0.0.1', model: 'churn', version: 'v0.0.1', env: null };
      const [standing, ...more] = await deployBench(workbench).environments(subject, AbortSignal.timeout(60_000));
      assert.deepEqual([standing?.env, standing?.running, standing?.skips, more], ['production', null, null, []]);
      assert.ok(standing && 'report' in standing.gate && standing.gate.report.decision === 'pass');
      // The command itself comes as far as its dialog, which an editor under test refuses: nothing is signed.
      const before = await remoteLedger();
      await vscode.commands.executeCommand('mlops.model.promote', { reference: 'churn:v0.0.1', env: 'production' });
      assert.equal(await remoteLedger(), before);
      const { facts, sign } = await judged('churn:v0.0.1', 'production');
      assert.deepEqual([facts.person, facts.from, facts.to.version, facts.verdict, facts.sets], ['bo', null, 'v0.0.1', 'pass', ['stage production of DVC (nowhere yet)']]);
      const { entry, notSet, synced, pointers } = await sign();
      assert.deepEqual([notSet, synced?.queued, pointers.map(({ field, version, entry: decided }) => [field, version, decided === entry])], [[], null, [['stage production', 'v0.0.1', true]]]);
      assert.notEqual(await remoteLedger(), before);
    },
  },
  {
    name: 'an alias of MLflow that a hand moved is named in the view',
    body: async () => {
      await does(0, /asked for/, 'run', 'ada', 'approvals', 'request', 'scorer:1', '--env', 'staging');
      await (await prepared('scorer:1', 'staging', 'approve')).sign();
      const { entry, pointers, notSet } = await (await judged('scorer:1', 'staging')).sign();
      assert.deepEqual([notSet, pointers.map(({ field, version, entry: decided }) => [field, version, decided === entry])], [[], [['alias staging', '1', true]]]);
      await act('moveAlias', 'scorer', 'staging', '2');
      const line = await until('what moved', async () => (await approvalLines()).find((one) => /scorer.*without a decision/.test(one)));
      assert.match(line, /alias staging.*2.*1 was decided/);
      const { facts } = await judged('scorer:1', 'staging');
      assert.match(facts.warnings.join('\n'), /alias staging points to 2, .*by hand. This takes it over/);
      // What was deployed is in tags.
      assert.deepEqual((await approvalLines()).filter((one) => /churn.*without a decision/.test(one)), []);
    },
  },
  {
    name: 'drift evidence that has expired stops the next version, in the panel and in the pipeline',
    body: async () => {
      await act('train', '0.2', 'v0.0.2');
      await does(0, /evidence on/, 'job', 'churn@v0.0.2', 'approvals', 'evidence', 'churn:v0.0.2', '--env', 'production', '--report', (await act('driftReport', '30')) as string);
      await does(0, /asked for/, 'run', 'ada', 'approvals', 'request', 'churn:v0.0.2', '--env', 'production');
      await does(0, /./, 'approve', 'cy', 'churn:v0.0.2', 'production');
      await (await prepared('churn:v0.0.2', 'production', 'approve')).sign();
      const { rules, drift, champion, params } = await opened('churn:v0.0.2', 'production');
      assert.deepEqual(outcomes({ rules: [...rules] }), { 'good-enough': 'pass', 'two-people': 'pass', 'calm-inputs': 'unknown' });
      assert.match(rules.find(({ id }) => id === 'calm-inputs')?.reason ?? '', /ended 30 days ago/);
      assert.deepEqual([drift?.verdict, champion?.version, params.map(({ key, differs }) => [key, differs])], ['no-drift', 'v0.0.1', [['lr', true]]]);
      await does(1, /unknown +calm-inputs +30 days old/, 'job', 'churn@v0.0.2', 'gate', 'churn:v0.0.2', '--env', 'production', '--anchor', head);
    },
  },
  {
    name: 'whoever may not waive cannot in the panel either; Cy may, and it goes on',
    body: async () => {
      const waiver = { rule: 'calm-inputs', until: '7d', reason: 'labels come on Friday' };
      await assert.rejects(prepared('churn:v0.0.2', 'production', 'waive', waiver), /role risk/);
      await does(0, /./, 'run', 'cy', 'approvals', 'waive', 'churn:v0.0.2', '--env', 'production', '--rule', waiver.rule, '--until', waiver.until, '--reason', waiver.reason);
      const { report, rules, history } = await opened('churn:v0.0.2', 'production');
      assert.deepEqual([report.decision, outcomes({ rules: [...rules] })['calm-inputs']], ['pass', 'waived']);
      assert.deepEqual([history[0]?.by, history[0]?.kind, history[0]?.text.text], ['cy', 'waive', waiver.reason]);
      await does(0, /waived +calm-inputs/, 'job', 'churn@v0.0.2', 'gate', 'churn:v0.0.2', '--env', 'production', '--anchor', head);
      const late = await judged('churn:v0.0.2', 'production');
      assert.deepEqual([late.facts.from?.version, late.facts.to.version], ['v0.0.1', 'v0.0.2']);
      await does(0, /done/, 'run', 'ada', 'promote', 'churn:v0.0.2', '--env', 'production', '--yes', '--anchor', head);
      // What the dialog repeated is not what would be replaced any more.
      const before = await remoteLedger();
      await assert.rejects(late.sign(), /v0\.0\.2 runs in production now: something else was deployed in the meantime/);
      assert.equal(await remoteLedger(), before);
      const after = await opened('churn:v0.0.2', 'production');
      assert.deepEqual([after.running?.version, after.champion?.version, after.isRunning], ['v0.0.2', 'v0.0.1', true]);
    },
  },
  {
    name: 'back to what ran before: panel, history and the Models view agree',
    body: async () => {
      const { workbench } = await (await driven()).product();
      const ways = await deployBench(workbench).waysBack('churn', AbortSignal.timeout(60_000));
      assert.deepEqual(ways.map(({ env, running, targets }) => [env, running.version, targets.map(({ candidate, metrics }) => [candidate.version, metrics.find(({ name }) => name === 'auc')?.delta?.toFixed(2)])]), [['production', 'v0.0.2', [['v0.0.1', '-0.01']]]]);
      const { facts, sign } = await judged('churn', 'production', 'v0.0.1');
      assert.deepEqual([facts.from?.version, facts.to.version, facts.sets], ['v0.0.2', 'v0.0.1', ['stage production of DVC (now v0.0.2)']]);
      await assert.rejects(sign('ask bo@example.org'), /possibly holds an e-mail address/);
      const { notSet, synced } = await sign('complaints from the shop');
      assert.deepEqual([notSet, synced?.queued], [[], null]);
      const { running: runs, history } = await opened('churn:v0.0.1', 'production');
      assert.equal(runs?.version, 'v0.0.1');
      assert.deepEqual([history[0]?.kind, history[0]?.by, history[0]?.text.text], ['rollback', 'bo', 'complaints from the shop']);
      await vscode.commands.executeCommand('mlops.approvals.refresh');
      const { approvals } = await (await driven()).product();
      const running = async (version: string) => (await approvals.ofVersion('churn', version)).filter(({ isRunning }) => isRunning).map(({ env }) => env);
      assert.deepEqual([await running('v0.0.1'), await running('v0.0.2')], [['production'], []]);
      assert.deepEqual((await approvalLines()).filter((line) => /churn.*without a decision/.test(line)), []);
    },
  },
];
