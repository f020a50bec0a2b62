import * as vscode from 'vscode';
import type { CommandId } from '../ids.ts';
import type { TreeNode } from './node.ts';

/** A row as the editor's own item. Does no I/O: the tooltip comes later. */
export function treeItem(node: TreeNode): vscode.TreeItem {
  const { row, data } = node;
  const item = new vscode.TreeItem(row.label, states[row.children]);
  item.id = row.id;
  item.description = row.description;
  item.contextValue = row.tokens.join('+');
  item.iconPath = new vscode.ThemeIcon(row.icon.name, row.icon.color === undefined ? undefined : new vscode.ThemeColor(row.icon.color));
  item.accessibilityInformation = { label: row.speech };
  const command = clicks[data.kind];
  // A sweep has no log of its own; its row only opens.
  if (command && !(data.kind === 'job' && row.children !== 'none')) item.command = { command, title: row.label, arguments: [node] };
  return item;
}

/** Never trusted and without HTML, so text of a run cannot become a command link. */
export function tooltipOf(markdown: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString(markdown, false);
  text.isTrusted = false;
  text.supportHtml = false;
  return text;
}

const states = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
} as const;

/** What a click on a leaf does; other rows only open and close. */
const clicks: Partial<Record<TreeNode['data']['kind'], CommandId>> = {
  run: 'mlops.run.open',
  job: 'mlops.job.showLog',
  approval: 'mlops.approval.open',
  queued: 'mlops.approvals.push',
  monitor: 'mlops.monitor.openReports',
  toolResult: 'mlops.monitor.openReports',
  more: 'mlops.view.loadMore',
  problem: 'mlops.problem.mend',
};
