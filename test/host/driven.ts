import * as vscode from 'vscode';
import type { Run } from '../../src/core/model/run.ts';
import type { Product } from '../../src/vscode/product.ts';
import type { Shell } from '../../src/vscode/shell.ts';
import type { TreeNode } from '../../src/vscode/views/node.ts';
import type { RowTree } from '../../src/vscode/views/rowTree.ts';
import { until } from './runner.ts';

/** What the installed extension answers from `activate` while `MLOPS_TEST` is set. */
export interface Driven {
  readonly product: () => Promise<Product>;
  readonly shell: Shell;
  /** The Test Explorer's part. */
  readonly validation: vscode.TestController;
  readonly isLoaded: () => boolean;
  /** How long `activate` took in this window. */
  readonly activateMs: number;
}

export async function driven(): Promise<Driven> {
  const extension = vscode.extensions.getExtension<Driven>('mlops-workbench.mlops-workbench');
  if (!extension) throw new Error('The extension is not installed in this profile.');
  return extension.activate();
}

/** Opens a view as a click on it does and waits for its first rows. */
export async function opened(view: keyof Shell): Promise<RowTree> {
  const { product } = await driven();
  await vscode.commands.executeCommand(`${view}.focus`);
  const tree = (await product()).trees[view];
  await until(`${view} has rows`, () => (tree.roots?.length ?? 0) > 0 || undefined);
  return tree;
}

/** Rows now in the tree, one line each: label and description. */
export function lines(tree: RowTree): string[] {
  return [...tree.nodes()].map(({ row }) => (row.description === '' ? row.label : `${row.label} — ${row.description}`));
}

/** Opens every branch, as a person would who wants to see all, and answers with the row of this run. */
export async function runNode(tree: RowTree, run: string): Promise<TreeNode> {
  const found = () => tree.find(`run ${run}`);
  return until(`a row of ${run}`, async () => {
    if (found()) return found();
    for (const node of tree.nodes()) if (node.row.children !== 'none' && node.children === undefined) await tree.children(node);
    return found();
  });
}

export function runOf(node: TreeNode): Run {
  if (node.data.kind !== 'run') throw new Error(`${node.row.id} is no run.`);
  return node.data.run;
}

/** Presses Enter in whatever quick input is open, again and again, until the work behind it is over. */
export async function acceptEverything(work: Thenable<unknown>): Promise<void> {
  let isOver = false;
  const over = (): void => void (isOver = true);
  work.then(over, over);
  while (!isOver) {
    await new Promise((resolve) => setTimeout(resolve, 400));
    if (!isOver) await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  }
  await work;
}

export function variable(name: string): string {
  const text = process.env[name];
  if (text === undefined) throw new Error(`The scenario did not set ${name}.`);
  return text;
}
