import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { ApprovalController } from '../../src/vscode/panels/approval/controller.ts';
import { approvalBench } from '../../src/vscode/panels/approval/editor.ts';
import { driven, lines, opened, variable } from './driven.ts';
import { hostSuite, until, type HostTest } from './runner.ts';

const exec = promisify(execFile);
const folder = (): string => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

async function panel(env: string): Promise<ApprovalController> {
  const { panels } = await (await driven()).product();
  return until(`the panel of ${env}`, () => panels.opened().find((one): one is ApprovalController => 'subject' in one && one.subject?.env === env));
}

/** What the remote has: what was signed in the panel is there for everybody. */
async function remoteLedger(): Promise<string> {
  return (await exec('git', ['--git-dir', variable('MLOPS_REMOTE'), 'rev-parse', 'refs/heads/mlops-ledger'])).stdout.trim();
}

const tests: HostTest[] = [
  {
    name: 'the view of a fresh clone fetches the ledger, lists the request and says that it waits for Bob',
    body: async () => {
      const { shell, product } = await driven();
      await product();
      // The view comes with what the product finds in the folder.
      await until('the view', async () => {
        await vscode.commands.executeCommand('mlops.approvals.focus');
        return shell['mlops.approvals'].view.visible;
      });
      const tree = await opened('mlops.approvals');
      const line = await until('the request', () => lines(tree).find((one) => one.includes('→ staging')));
      assert.match(line, /^churn v0\.0\.1 → staging — 0 of 1 approvals · waits for you · asked by alice/);
      await until('the badge', () => shell['mlops.approvals'].view.badge?.value === 1);
    },
  },
  {
    name: 'the panel shows the rules against the evidence',
    body: async () => {
      const tree = await opened('mlops.approvals');
      const node = [...tree.nodes()].find(({ data }) => data.kind === 'approval');
      const from = performance.now();
      await vscode.commands.executeCommand('mlops.approval.open', node);
      const shown = await panel('staging');
      const { picture } = await until('what it shows', () => shown.look ?? undefined);
      console.log(`panel open with the remote asked: ${Math.round(performance.now() - from)} ms`);
      assert.deepEqual(picture.rules.map(({ id, outcome }) => [id, outcome]), [['pinned-inputs', 'pass'], ['one-person', 'fail']]);
      assert.deepEqual(picture.people.map(({ id, state }) => [id, state]), [['alice', 'barred'], ['bob', 'may']]);
      assert.equal(picture.metrics.find(({ name }) => name === 'auc')?.candidate, 0.91);
      assert.equal(picture.history.find(({ kind }) => kind === 'request')?.text.text, 'The first release.');
    },
  },
  {
    // The dialog itself is refused by an editor that runs tests: what leads to it and what follows are the panel's own.
    name: 'what Bob decides is read anew and signed with his key; the gate passes and the remote has it, and another picture than the one that is there signs nothing',
    body: async () => {
      const before = await remoteLedger();
      const { workbench } = await (await driven()).product();
      const bench = approvalBench(workbench, () => ({ dispose: () => undefined }));
      const subject = { reference: 'churn:v0.0.1', env: 'staging' };
      const signal = AbortSignal.timeout(60_000);
      const { picture } = await bench.look(subject, { fetches: true }, signal);
      const intent = { kind: 'approve', shown: picture.id ?? '', entry: picture.request?.digest ?? '', rule: null, reason: 'Looks right to me.' } as const;
      await assert.rejects(bench.prepare(subject, { ...intent, shown: 'a'.repeat(64) }, null, signal), /changed/);
      const ready = await bench.prepare(subject, intent, null, signal);
      assert.deepEqual([ready.facts.candidate.model, ready.facts.candidate.env, ready.facts.person, ready.facts.role], ['churn', 'staging', 'bob', 'ml-lead']);
      assert.equal((await ready.sign()).queued, null);
      assert.notEqual(await remoteLedger(), before);
      assert.equal((await workbench.governance.gate('churn:v0.0.1', 'staging', { fetches: true }, signal)).report.decision, 'pass');
      const after = await bench.look(subject, { fetches: true }, signal);
      assert.deepEqual([after.picture.history[0]?.by, after.picture.history[0]?.text], ['bob', { state: 'there', text: 'Looks right to me.' }]);
    },
  },
  {
    name: 'above the gate of a workflow stands what it would say',
    body: async () => {
      const uri = vscode.Uri.joinPath(vscode.Uri.file(folder()), '.github/workflows/deploy.yml');
      await vscode.workspace.openTextDocument(uri);
      const line = await until('the lens', async () => {
        const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
        return lenses.find(({ command }) => command?.command === 'mlops.approval.open');
      });
      assert.deepEqual([line.command?.title, line.range.start.line, line.command?.arguments], ['would pass', 5, [{ reference: 'churn:v0.0.1', env: 'staging' }]]);
    },
  },
  {
    name: 'the Models view tells it beside the version',
    body: async () => {
      const tree = await opened('mlops.models');
      const line = await until('the version', async () => {
        for (const one of tree.nodes()) if (one.row.children !== 'none' && one.children === undefined) await tree.children(one);
        return lines(tree).find((text) => text.startsWith('v0.0.1'));
      });
      assert.match(line, /staging: approved · 1 of 1 approvals/);
    },
  },
  {
    name: 'a link opens the page and nothing else: nothing is filled in, asked of the remote or signed',
    body: async () => {
      const { product } = await driven();
      const before = await remoteLedger();
      const query = new URLSearchParams({ model: 'churn:v0.0.1', env: 'production', kind: 'approve', reason: 'trust me', entry: 'a'.repeat(64) });
      await (await product()).openLink(vscode.Uri.parse(`vscode://mlops-workbench.mlops-workbench/approval?${query.toString()}`));
      const shown = await panel('production');
      assert.deepEqual([shown.subject, shown.work.isFresh], [{ reference: 'churn:v0.0.1', env: 'production' }, false]);
      assert.equal(await remoteLedger(), before);
      await assert.rejects((await product()).openLink(vscode.Uri.parse('vscode://mlops-workbench.mlops-workbench/sign?model=churn')), /opens nothing here/);
      const { stdout } = await exec('git', ['-C', folder(), 'status', '--porcelain']);
      assert.equal(stdout, '');
    },
  },
];

export const run = hostSuite('approval', tests);
