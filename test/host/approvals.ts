import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { ApprovalIntent, ApprovalPicture } from '../../src/protocol/approval.ts';
import type { Deployed } from '../../src/services/governance/deployments.ts';
import type { Gated } from '../../src/services/governance/governance.ts';
import type { ApprovalController } from '../../src/vscode/panels/approval/controller.ts';
import { deployBench } from '../../src/vscode/approvals/deploy/editor.ts';
import type { MoveFacts, Ready } from '../../src/vscode/approvals/deploy/bench.ts';
import { approvalBench } from '../../src/vscode/panels/approval/editor.ts';
import type { ReadyAct } from '../../src/vscode/panels/approval/bench.ts';
import { driven, variable } from './driven.ts';
import { until } from './runner.ts';

/** What a command of somebody else's said, and its exit code. */
export interface Said {
  readonly code: number | null;
  readonly text: string;
}

/** Somebody in another clone does something, with the command line. */
export async function act(...words: string[]): Promise<unknown> {
  const response = await fetch(variable('MLOPS_ACTS'), { method: 'POST', body: JSON.stringify(words) });
  const { value, fault } = (await response.json()) as { value?: unknown; fault?: string };
  if (fault !== undefined) throw new Error(`${words.join(' ')}: ${fault}`);
  return value;
}

export async function does(code: number, said: RegExp, ...words: string[]): Promise<string> {
  const answer = (await act(...words)) as Said;
  assert.match(answer.text, said, words.join(' '));
  assert.equal(answer.code, code, answer.text);
  return answer.text;
}

/** What the remote has: what was signed in the panel is there for everybody. */
export async function remoteLedger(): Promise<string> {
  return (await promisify(execFile)('git', ['--git-dir', variable('MLOPS_REMOTE'), 'rev-parse', 'refs/heads/mlops-ledger'])).stdout.trim();
}

export async function panel(reference: string, env: string): Promise<ApprovalController> {
  const { panels } = await (await driven()).product();
  return until(`the panel of ${reference} in ${env}`, () => panels.opened().find((one): one is ApprovalController => 'subject' in one && one.subject?.reference === reference && one.subject.env === env));
}

/** Opened as a row or a lens opens it; what it shows once the remote was asked. */
export async function opened(reference: string, env: string): Promise<ApprovalPicture> {
  await vscode.commands.executeCommand('mlops.approval.open', { reference, env });
  const shown = await panel(reference, env);
  const { picture } = await until('what it shows', () => (shown.work.state === 'idle' && shown.work.isFresh ? (shown.look ?? undefined) : undefined));
  return picture;
}

const signal = (): AbortSignal => AbortSignal.timeout(60_000);

/**
 * As the panel does it, from a fresh look to what the editor's dialog would say. The dialog itself is refused by an editor that runs tests:
 * what leads to it and what follows are the panel's own.
 */
export async function prepared(reference: string, env: string, kind: ApprovalIntent['kind'], { reason = '', rule = null, until: end = null, shown }: { readonly reason?: string; readonly rule?: string | null; readonly until?: string | null; readonly shown?: string } = {}): Promise<ReadyAct> {
  const { workbench } = await (await driven()).product();
  const bench = approvalBench(workbench, () => ({ dispose: () => undefined }));
  const { picture } = await bench.look({ reference, env }, { fetches: true }, signal());
  const intent = { kind, shown: shown ?? picture.id ?? '', entry: picture.request?.digest ?? '', rule, reason };
  return bench.prepare({ reference, env }, intent, end, signal());
}

/** As the commands do it, up to what the editor's dialog would say, as `prepared` does for an approval. `to`: rolls back to it. */
async function readyMove(reference: string, env: string, to?: string): Promise<Ready> {
  const bench = deployBench((await (await driven()).product()).workbench);
  return to === undefined ? bench.readyPromotion(reference, env, signal()) : bench.readyRollback(reference, env, to, signal());
}

/** Why a version may not move: rules and what was seen. */
export async function held(reference: string, env: string): Promise<Array<readonly [rule: string, observed: string]>> {
  const ready = await readyMove(reference, env);
  assert.ok('blocking' in ready, 'the gate lets it through');
  return ready.blocking.map(({ id, observed }) => [id, observed] as const);
}

export async function judged(reference: string, env: string, to?: string): Promise<{ readonly facts: MoveFacts; sign(reason?: string): Promise<Deployed> }> {
  const ready = await readyMove(reference, env, to);
  assert.ok('facts' in ready, JSON.stringify(ready));
  return { facts: ready.facts, sign: (reason = '') => ready.sign(reason) };
}

export async function gate(reference: string, env: string): Promise<Gated['report']> {
  const { workbench } = await (await driven()).product();
  return (await workbench.governance.gate(reference, env, { fetches: true }, signal())).report;
}

export const outcomes = ({ rules }: Pick<Gated['report'], 'rules'>): Record<string, string> => Object.fromEntries(rules.map(({ id, outcome }) => [id, outcome]));
