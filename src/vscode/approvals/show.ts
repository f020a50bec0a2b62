import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/base/disposable.ts';
import { waitsFor } from '../../core/governance/decision/openRequests.ts';
import type { ContextKey } from '../ids.ts';
import type { TreeNode } from '../views/node.ts';
import { plain } from '../views/rows/text.ts';
import type { ApprovalBoard } from './board.ts';

/** The view's badge, its line, whether it is there at all; the remote is asked when somebody first looks. */
export function showInbox(board: ApprovalBoard, view: vscode.TreeView<TreeNode>): Disposable {
  const owned = new DisposableStore();
  let wasAsked = false;
  const show = async (): Promise<void> => {
    const state = await board.state();
    setContext('mlops.hasApprovals', state.kind !== 'none');
    setContext('mlops.approvals.isSetUp', state.kind === 'read');
    view.message = state.kind === 'unset' ? plain(state.why.unknown, 300) : '';
    const waiting = state.kind === 'read' ? state.inbox.requests.filter((one) => 'person' in state.inbox.me && waitsFor(one, state.inbox.me.person)).length : 0;
    view.badge = waiting === 0 ? undefined : { value: waiting, tooltip: waiting === 1 ? vscode.l10n.t('1 approval waits for you') : vscode.l10n.t('{0} approvals wait for you', waiting) };
    if (view.visible && (state.kind === 'read' || state.kind === 'unset')) ask();
  };
  const ask = (): void => {
    if (wasAsked) return;
    wasAsked = true;
    void board.refresh();
  };
  owned.add(board.onDidChange(() => void show()));
  owned.add(view.onDidChangeVisibility(() => void show()));
  void show();
  return owned;
}

function setContext(key: ContextKey, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
