import * as vscode from 'vscode';
import { fail } from '../../../core/base/fault.ts';
import { maxCardBytes, splitCard } from '../../../core/governance/card/cardText.ts';
import type { AskPassphrase } from '../../../core/port/signing.ts';
import type { ApprovalIntent, ApprovalSubject } from '../../../protocol/approval.ts';
import { prepareAct, type ActFacts, type ApprovalAct } from '../../../services/governance/approvalActs.ts';
import { markdownBlocks } from '../../../services/governance/markdownBlocks.ts';
import type { Workbench } from '../../../services/workbench.ts';
import { alone, askText, choose, settled } from '../../forms/steps.ts';
import { plain } from '../../views/rows/text.ts';
import type { ApprovalBench, ApprovalUi } from './bench.ts';
import { confirmText } from './confirmText.ts';
import { lookAt } from './look.ts';
import { approvalUri } from './links.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

/** The workbench as the Approval panel sees it. */
export function approvalBench(workbench: Workbench, onDidChange: ApprovalBench['onDidChange']): ApprovalBench {
  const { machine, governance } = workbench;
  return {
    onDidChange,
    look: (subject, options, signal) => lookAt(workbench, subject, options, signal),
    prepare: async ({ reference, env }, intent, until, signal) => {
      const ready = await prepareAct({ machine, governance }, actOf(intent, until), { written: reference, env, shown: intent.shown, reason: intent.reason }, { passphrase: askPassphrase, chooseRole }, signal);
      return { facts: ready.facts, sign: async () => (await ready.sign()).synced };
    },
    code: (from, to, signal) => workbench.compare.codeBetween(from, to, signal),
    card: async (path, commit, signal) => {
      const { repository } = await governance.place(signal);
      const [object] = await repository.objects([`${commit}:${path}`], signal, { maxBytes: maxCardBytes });
      if (object?.type !== 'blob' || object.tooLarge !== undefined) return null;
      const { frontMatter, body } = splitCard(new TextDecoder().decode(object.bytes));
      return { path, frontMatter, blocks: await markdownBlocks(body) };
    },
  };
}

/** The editor as the Approval panel sees it. */
export function approvalUi(workbench: Workbench, panel: Pick<ApprovalUi, 'rename' | 'warn' | 'openCompare' | 'openDiff'>): ApprovalUi {
  const fileOf = async (path: string): Promise<vscode.Uri> => {
    const { repository } = await workbench.governance.place(new AbortController().signal);
    if (/^([\\/]|[A-Za-z]:)/.test(path) || path.split(/[\\/]/).includes('..')) throw fail('invalid', t('{0} is no file of this repository.', plain(path, 80)));
    return vscode.Uri.joinPath(vscode.Uri.file(repository.root), path);
  };
  return {
    ...panel,
    confirm,
    askUntil: async (rule) => settled(await askText(alone(t('Waive {0}', plain(rule, 60))), { prompt: t('Until when it is not held against this version: 30d, or a day'), value: '30d' })).trim(),
    openPolicy: async (path, line) => {
      await vscode.window.showTextDocument(await fileOf(path), { selection: new vscode.Range(line, 0, line, 0), preview: true });
    },
    openRun: async (run) => void (await vscode.commands.executeCommand('mlops.run.open', run)),
    openReport: async (path) => void (await vscode.commands.executeCommand('mlops.drift.openReport', await fileOf(path))),
    openFile: async (path) => void (await vscode.window.showTextDocument(await fileOf(path), { preview: true })),
    copy: async (text) => vscode.env.clipboard.writeText(text),
    link: (subject, ledger) => approvalUri(vscode.env.uriScheme, subject, ledger),
    request: async (subject: ApprovalSubject) => void (await vscode.commands.executeCommand('mlops.approval.request', subject)),
    promote: async (subject) => void (await vscode.commands.executeCommand('mlops.model.promote', subject)),
    rollBack: async (subject) => void (await vscode.commands.executeCommand('mlops.model.rollBack', subject)),
    manageTrust: async () => void (await vscode.commands.executeCommand('workbench.trust.manage')),
  };
}

function actOf({ kind, entry, rule }: ApprovalIntent, until: string | null): ApprovalAct {
  if (kind === 'comment') return { kind, about: entry };
  if (kind === 'withdraw') return { kind, entry };
  if (kind !== 'waive') return { kind, request: entry };
  if (rule === null || until === null) throw fail('invalid', 'No rule was named.');
  return { kind, request: entry, rule, until };
}

/** No page can draw over this one: it says what is signed, as the host read it just now. */
async function confirm(facts: ActFacts): Promise<boolean> {
  const { message, detail, button } = confirmText(facts);
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, button)) === button;
}

async function chooseRole(roles: readonly string[]): Promise<string> {
  return settled(await choose(alone(t('In Which Role?')), roles.map((role) => ({ label: plain(role, 80), value: role })), { placeholder: t('The policy asks for several roles of yours: choose the one you decide in') }));
}

/** ssh-keygen's own question, answered in a password box; what is typed goes to it and nowhere else. */
export const askPassphrase: AskPassphrase = async (prompt, signal) => {
  const token = new vscode.CancellationTokenSource();
  const stop = (): void => token.cancel();
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted) return null;
    return (await vscode.window.showInputBox({ title: t('Passphrase of Your Signing Key'), prompt: plain(prompt, 200), password: true, ignoreFocusOut: true }, token.token)) ?? null;
  } finally {
    signal.removeEventListener('abort', stop);
    token.dispose();
  }
};
