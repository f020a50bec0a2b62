import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { gate, opened, outcomes, prepared, remoteLedger } from './approvals.ts';
import { acceptEverything, driven } from './driven.ts';
import { hostSuite, type HostTest } from './runner.ts';

/** In the editor of Ada, who trained the model. */
const tests: HostTest[] = [
  {
    name: 'Ada asks for approval, and the remote has it',
    body: async () => {
      await (await driven()).product();
      const before = await remoteLedger();
      await acceptEverything(vscode.commands.executeCommand('mlops.approval.request', { reference: 'churn:v0.0.1', env: 'production' }));
      assert.notEqual(await remoteLedger(), before);
    },
  },
  {
    name: 'her own approval is refused by the panel, and where she signs it all the same it counts for nothing',
    body: async () => {
      const { actions, people } = await opened('churn:v0.0.1', 'production');
      assert.match(actions.approve ?? '', /^Your approval would not count: you .*asked for it/);
      assert.equal(people.find(({ isMe }) => isMe)?.state, 'barred');
      const { facts, sign } = await prepared('churn:v0.0.1', 'production', 'approve', { reason: 'Mine.' });
      assert.match(facts.warnings.join('\n'), /will not count/);
      await sign();
      const report = await gate('churn:v0.0.1', 'production');
      assert.deepEqual([report.decision, outcomes(report)['two-people']], ['fail', 'fail']);
      assert.match(report.rules.find(({ id }) => id === 'two-people')?.reason ?? '', /0 of 2 approvals.*ada is the requester/);
    },
  },
];

export const run = hostSuite('approvalAsked', tests);
