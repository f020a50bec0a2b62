import * as vscode from 'vscode';
import { viewIds, type ViewId } from './ids.ts';
import type { TreeNode } from './views/node.ts';
import { tooltipOf, treeItem } from './views/treeItem.ts';

/** What stands behind a view once the product is loaded. */
export interface TreeBody {
  children(node: TreeNode | undefined): Promise<TreeNode[]>;
  tooltip(node: TreeNode): string | undefined;
}

export interface ShellView {
  readonly view: vscode.TreeView<TreeNode>;
  /** How often the editor asked for an item: a budget that tests keep. */
  readonly counts: { items: number; children: number };
  readonly fire: (node: TreeNode | undefined) => void;
}

export type Shell = Readonly<Record<ViewId, ShellView>>;

/** The views, registered at once and filled by a product that is loaded when one of them is first opened. */
export function createShell(context: vscode.ExtensionContext, body: (view: ViewId) => Promise<TreeBody>): Shell {
  const views = viewIds.map((id): [ViewId, ShellView] => {
    const changed = new vscode.EventEmitter<TreeNode | undefined>();
    const counts = { items: 0, children: 0 };
    const treeDataProvider: vscode.TreeDataProvider<TreeNode> = {
      onDidChangeTreeData: changed.event,
      getTreeItem(node) {
        counts.items += 1;
        return treeItem(node);
      },
      async getChildren(node) {
        counts.children += 1;
        return (await body(id)).children(node);
      },
      getParent: (node) => node.parent,
      async resolveTreeItem(item, node) {
        const markdown = (await body(id)).tooltip(node);
        if (markdown !== undefined) item.tooltip = tooltipOf(markdown);
        return item;
      },
    };
    const view = vscode.window.createTreeView(id, { treeDataProvider, canSelectMany: true, showCollapseAll: id !== 'mlops.jobs' && id !== 'mlops.approvals' });
    context.subscriptions.push(view, changed);
    return [id, { view, counts, fire: (node) => changed.fire(node) }];
  });
  return Object.fromEntries(views) as unknown as Shell;
}
