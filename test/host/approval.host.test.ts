import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { storyTests } from './approvalStory.ts';
import { gate, opened as openedPanel, panel, prepared, remoteLedger } from './approvals.ts';
import { driven, lines, opened } from './driven.ts';
import { hostSuite, until, type HostTest } from './runner.ts';

const exec = promisify(execFile);
const folder = (): string => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

const tests: HostTest[] = [
  {
    name: 'the view of a fresh clone fetches the ledger, lists the request and says that it waits for Bo',
    body: async () => {
      const { shell, product } = await driven();
      await product();
      // The view comes with what the product finds in the folder.
      await until('the view', async () => {
        await vscode.commands.executeCommand('mlops.approvals.focus');
        return shell['mlops.approvals'].view.visible;
      });
      const tree = await opened('mlops.approvals');
      const line = await until('the request', () => lines(tree).find((one) => one.includes('→ production')));
      assert.match(line, /^churn v0\.0\.1 → production — 0 of 2 approvals · waits for you · asked by ada/);
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
      const shown = await panel('churn:v0.0.1', 'production');
      const { picture } = await until('what it shows', () => shown.look ?? undefined);
      console.log(`panel open with the remote asked: ${Math.round(performance.now() - from)} ms`);
      assert.deepEqual(picture.rules.map(({ id, outcome }) => [id, outcome]), [['good-enough', 'pass'], ['two-people', 'fail'], ['calm-inputs', 'pass']]);
      assert.deepEqual(picture.people.map(({ id, state }) => [id, state]), [['ada', 'barred'], ['bo', 'may'], ['cy', 'may']]);
      assert.equal(picture.metrics.find(({ name }) => name === 'auc')?.candidate, 0.91);
      assert.deepEqual(picture.history.map(({ kind, by, text }) => [kind, by, text.text]), [['approve', 'ada', 'Mine.'], ['request', 'ada', ''], ['evidence', 'ada', ''], ['evidence', 'robot', '']]);
    },
  },
  {
    name: 'what Bo decides is read anew and signed with his key; the remote has it, and another picture than the one that is there signs nothing',
    body: async () => {
      const before = await remoteLedger();
      await assert.rejects(prepared('churn:v0.0.1', 'production', 'approve', { shown: 'a'.repeat(64) }), /changed/);
      const ready = await prepared('churn:v0.0.1', 'production', 'approve', { reason: 'Looks right to me.' });
      assert.deepEqual([ready.facts.candidate.model, ready.facts.candidate.env, ready.facts.person, ready.facts.role], ['churn', 'production', 'bo', 'ml-lead']);
      assert.equal((await ready.sign()).queued, null);
      assert.notEqual(await remoteLedger(), before);
      const report = await gate('churn:v0.0.1', 'production');
      assert.deepEqual([report.decision, report.rules.find(({ id }) => id === 'two-people')?.observed], ['fail', '1 of 2 approvals']);
      const [said] = (await openedPanel('churn:v0.0.1', 'production')).history;
      assert.deepEqual([said?.by, said?.text], ['bo', { state: 'there', text: 'Looks right to me.' }]);
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
      assert.deepEqual([line.command?.title, line.range.start.line, line.command?.arguments], ['would fail: 1 rule', 5, [{ reference: 'churn:v0.0.1', env: 'production' }]]);
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
      assert.match(line, /production: 1 of 2 approvals/);
    },
  },
  {
    name: 'a link opens the page and nothing else: nothing is filled in, asked of the remote or signed',
    body: async () => {
      const { product } = await driven();
      const before = await remoteLedger();
      const query = new URLSearchParams({ model: 'scorer:1', env: 'staging', kind: 'approve', reason: 'trust me', entry: 'a'.repeat(64) });
      await (await product()).openLink(vscode.Uri.parse(`vscode://mlops-workbench.mlops-workbench/approval?${query.toString()}`));
      const shown = await panel('scorer:1', 'staging');
      assert.deepEqual([shown.subject, shown.work.isFresh], [{ reference: 'scorer:1', env: 'staging' }, false]);
      assert.equal(await remoteLedger(), before);
      await assert.rejects((await product()).openLink(vscode.Uri.parse('vscode://mlops-workbench.mlops-workbench/sign?model=churn')), /opens nothing here/);
      for (const path of ['promote', 'rollBack', 'approval/promote']) await assert.rejects((await product()).openLink(vscode.Uri.parse(`vscode://mlops-workbench.mlops-workbench/${path}?model=scorer:1&env=staging`)), /opens nothing here/);
      const { stdout } = await exec('git', ['-C', folder(), 'status', '--porcelain']);
      assert.equal(stdout, '');
    },
  },
];

export const run = hostSuite('approval', [...tests, ...storyTests]);
