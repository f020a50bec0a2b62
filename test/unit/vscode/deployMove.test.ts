import { describe, expect, it } from 'vitest';
import { fail } from '../../../src/core/base/fault.ts';
import type { Candidate } from '../../../src/core/governance/ledger/entry.ts';
import type { Deployment } from '../../../src/core/governance/ledger/running.ts';
import type { GateReport } from '../../../src/core/model/gate.ts';
import type { Deployed } from '../../../src/services/governance/deployments.ts';
import type { EnvironmentStanding } from '../../../src/services/governance/standings.ts';
import type { DeployBench, DeployUi, MoveFacts, Ready, WayBack } from '../../../src/vscode/approvals/deploy/bench.ts';
import { promoteVersion, rollBackEnvironment } from '../../../src/vscode/approvals/deploy/move.ts';
import { doneText, environmentText, moveConfirmText, refusedText, targetText } from '../../../src/vscode/approvals/deploy/words.ts';

const candidate = (version: string, more: Partial<Candidate> = {}): Candidate => ({ model: 'churn', version, env: 'production', artifact: version.padEnd(64, '0').replaceAll(/[^0-9a-f]/g, 'a'), data: null, params: null, metrics: null, commit: null, rules: '', ...more });
const [one, two] = [candidate('1', { metrics: 'a'.repeat(64) }), candidate('2', { metrics: 'b'.repeat(64) })];
const rule = (id: string, outcome: 'pass' | 'fail' | 'unknown', observed = '') => ({ id, outcome, expected: '', observed, reason: '', at: null });
const report = (decision: GateReport['decision'], ...rules: GateReport['rules']): GateReport => ({ decision, reason: 'Because.', model: 'churn', version: '2', env: 'production', modelDigest: null, rules, policyDigest: null, policyCommit: null, policyRef: null, rosterDigest: null, evidenceDigest: null, ledgerHead: null, anchor: null, evaluatedAt: '2026-01-01T00:00:00.000Z' });
const auc = { name: 'auc', candidate: 0.9, champion: 0.92, delta: -0.02, direction: 'maximize', unit: null, samples: 100 } as const;
const facts: MoveFacts = { kind: 'promote', from: one, to: two, metrics: [auc], verdict: 'pass', verdictReason: 'All rules pass.', person: 'bo', fingerprint: 'SHA256:x', needsTouch: false, sets: ['alias production of MLflow (now 1)'], reason: '', warnings: [] };
const deployed: Deployed = { report: report('pass'), entry: 'e'.repeat(64), from: one, to: two, pointers: [{ env: 'production', version: '2', entry: null, source: 'mlflow:a', field: 'alias production' }], notSet: [], synced: { remote: 'origin', tries: 1, queued: null }, problems: [] };
const way: WayBack = { env: 'production', running: two, targets: [{ candidate: one, deployedAt: '2026-01-01T00:00:00.000Z', by: 'ada', metrics: [{ ...auc, candidate: 0.92, champion: 0.9 }] }] };
const context = { t: (text: string, ...values: ReadonlyArray<string | number>) => text.replaceAll(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)])), nowMs: Date.parse('2026-01-04T00:00:00.000Z') };
const subject = { reference: 'churn:2', model: 'churn', version: '2', env: null };

/** What was asked of the editor and of the product, in order. */
function desk(ready: (kind: string) => Ready, answers: { readonly confirms?: boolean } = {}) {
  const calls: string[] = [];
  const said = <T,>(line: string, value: T): T => (calls.push(line), value);
  const bench: DeployBench = {
    environments: async () => said('environments', []),
    waysBack: async () => said('waysBack', [way, { ...way, env: 'staging' }]),
    readyPromotion: async (reference, env) => said(`judge ${reference} ${env}`, ready('promote')),
    readyRollback: async (model, env, to) => said(`judge ${model} ${env} ${to}`, ready('rollBack')),
  };
  const ui: DeployUi = {
    working: async (_, __, work) => work(new AbortController().signal),
    chooseEnvironment: async () => said('choose environment', 'production'),
    chooseWayBack: async () => said('choose way', way),
    chooseTarget: async ({ targets }, suggested) => said(`choose target, suggested ${suggested}`, targets[0]!),
    askReason: async () => said('reason', 'complaints'),
    confirm: async ({ reason }) => said(`confirm “${reason}”`, answers.confirms ?? true),
    refused: (kind, _, blocking) => said(`refused ${kind}: ${blocking.map(({ id }) => id).join()}`, undefined),
    done: (kind) => said(`done ${kind}`, undefined),
  };
  const sign = async (reason: string) => said(`sign “${reason}”`, deployed);
  return { calls, bench, ui, sign };
}

describe('moving a version from the editor', () => {
  it('is chosen, judged, repeated, signed and told, in this order', async () => {
    const at = desk(() => ({ facts, sign: at.sign }));
    await promoteVersion(at.bench, at.ui, subject);
    expect(at.calls).toEqual(['environments', 'choose environment', 'judge churn:2 production', 'confirm “”', 'sign “”', 'done promote']);
  });

  it('is not signed where the gate says no, and nobody is asked for anything then', async () => {
    const at = desk(() => ({ report: report('fail'), blocking: [rule('two-people', 'fail')] }));
    await promoteVersion(at.bench, at.ui, { ...subject, env: 'production' });
    await rollBackEnvironment(at.bench, at.ui, { ...subject, env: 'production' });
    expect(at.calls).toEqual(['judge churn:2 production', 'refused promote: two-people', 'waysBack', 'choose target, suggested 2', 'judge churn production 1', 'refused rollBack: two-people']);
  });

  it('is not signed by whoever goes back at the dialog', async () => {
    const at = desk(() => ({ facts, sign: at.sign }), { confirms: false });
    await expect(promoteVersion(at.bench, at.ui, { ...subject, env: 'production' })).rejects.toThrow('Nothing was signed.');
    expect(at.calls.at(-1)).toBe('confirm “”');
  });

  it('goes back to what ran, with a reason that is signed', async () => {
    const at = desk(() => ({ facts: { ...facts, kind: 'rollBack', from: two, to: one }, sign: at.sign }));
    await rollBackEnvironment(at.bench, at.ui, subject);
    expect(at.calls).toEqual(['waysBack', 'choose way', 'choose target, suggested 2', 'judge churn production 1', 'reason', 'confirm “complaints”', 'sign “complaints”', 'done rollBack']);
  });

  it('has nowhere to go back to where nothing else ran', async () => {
    const at = desk(() => ({ facts, sign: at.sign }));
    await expect(rollBackEnvironment(at.bench, at.ui, { ...subject, env: 'dev' })).rejects.toThrow('No other version of churn ran in dev');
  });
});

describe('what is said of a move', () => {
  it('the dialog repeats model, environment, the whole digest and what is replaced, each on a line of its own', () => {
    const { message, detail, button } = moveConfirmText({ ...facts, to: { ...two, model: 'churn\nDigest: fake' } });
    expect([message, button]).toEqual(['Promote churn Digest: fake 2 to production?', 'Sign Promotion']);
    const lines = detail.split('\n');
    expect(lines.slice(0, 4)).toEqual(['Model: churn Digest: fake 2', 'Environment: production', `Digest: ${two.artifact.slice(0, 16)}…`, two.artifact]);
    expect(lines).toEqual(expect.arrayContaining([`Replaces: 1, digest ${one.artifact.slice(0, 16)}…`, 'Changes metrics: aaaaaaaaaaaa → bbbbbbbbbbbb', 'Measured: auc 0.92 → 0.9', 'Sets: alias production of MLflow (now 1)', 'You: bo', 'Gate now: pass: All rules pass.']));
    expect(detail).not.toContain('Reason');
  });

  it('the dialog of a first version replaces nothing, and that of a roll-back says why', () => {
    expect(moveConfirmText({ ...facts, from: null, metrics: [], sets: [] }).detail).toMatch(/Replaces: nothing yet\nSets: no field of a registry/);
    const back = moveConfirmText({ ...facts, kind: 'rollBack', from: two, to: one, reason: 'complaints', warnings: ['Moved by hand.'] });
    expect(back.message).toBe('Roll production of churn back to 1?');
    expect(back.detail).toMatch(/Reason: complaints[^]*⚠ Moved by hand\./);
  });

  it('an environment tells what runs there and what the gate says', () => {
    const running = { entry: { candidate: one, claimedAt: '2026-01-01T00:00:00.000Z' } } as Deployment;
    const text = (more: Partial<EnvironmentStanding>) => environmentText({ env: 'production', running, gate: { report: report('pass') }, skips: null, ...more }, '2', context);
    expect(text({})).toEqual({ label: '$(pass) production', description: 'runs 1, deployed {0} d ago'.replace('{0}', '3'), detail: 'the gate would pass' });
    expect(text({ running: null, gate: { report: report('fail', rule('two-people', 'fail', '1 of 2 approvals'), rule('auc', 'pass')) } })).toEqual({ label: '$(circle-slash) production', description: 'nothing runs there yet', detail: 'the gate would fail: 1 rule – two-people' });
    expect(text({ skips: 'staging' })).toMatchObject({ label: '$(circle-slash) production', detail: 'must run in staging first' });
    expect(text({ gate: { fault: { code: 'integrity', message: 'Swapped.' } } }).detail).toBe('cannot be judged: Swapped.');
  });

  it('a version to go back to tells what would change', () => {
    expect(targetText(way.targets[0]!, two, context)).toEqual({ label: '1', description: 'deployed 3 d ago by ada', detail: 'auc 0.9 → 0.92 · model files and metrics change' });
  });

  it('a registry that did not answer is told, beside what is done', () => {
    const silent = { source: 'mlflow:a', severity: 'error', code: 'unreachable', message: 'It does not answer.', hint: null } as const;
    expect(doneText('promote', { ...deployed, pointers: [], problems: [silent, { ...silent, severity: 'warning', message: 'No remote.' }] }, () => 'MLflow')).toEqual({
      message: 'churn 2 runs in production, after 1: entry eeeeeeee is signed. MLflow was not asked or did not answer, so what it holds may be old: It does not answer.',
      isWhole: false,
    });
  });

  it('a reason that is longer than a dialog says that there is more of it', () => {
    const { detail } = moveConfirmText({ ...facts, kind: 'rollBack', from: two, to: one, reason: 'x'.repeat(1_200) });
    expect(detail).toMatch(/x{900}…? \(cut here; all 1200 characters are signed\)/);
  });

  it('a refusal names the rules that hold it back', () => {
    expect(refusedText('promote', report('fail'), [rule('two-people', 'fail', '1 of 2 approvals'), rule('calm', 'unknown', '9 days old')])).toBe('The gate does not let churn 2 go to production: two-people (failed: 1 of 2 approvals); calm (unknown: 9 days old).');
    expect(refusedText('promote', report('unknown'), [])).toBe('The gate does not let churn 2 go to production: Because.');
    expect(refusedText('rollBack', report('fail'), [rule('lead', 'fail', '0 of 1 approvals')])).toContain('may not come back to production, because its approval does not hold: lead (failed: 0 of 1 approvals).');
  });

  it('what is done is told with what registries say, what was not set, and what is not pushed', () => {
    const label = () => 'MLflow';
    expect(doneText('promote', deployed, label)).toEqual({ message: 'churn 2 runs in production, after 1: entry eeeeeeee is signed. alias production of MLflow points to 2.', isWhole: true });
    const { fault } = fail('unreachable', 'The server does not answer.');
    const half = doneText('rollBack', { ...deployed, from: two, to: one, notSet: [{ source: 'mlflow:a', field: 'alias production', fault }], synced: { remote: 'origin', tries: 1, queued: { code: 'unreachable', message: 'No network.' } } }, label);
    expect(half).toEqual({ message: 'production of churn is back at 1, after 2: entry eeeeeeee is signed. alias production of MLflow was not set: The server does not answer. It is kept here and not pushed yet: No network.', isWhole: false });
  });
});
