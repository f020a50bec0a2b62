import { sameRow } from './rows/row.ts';
import type { Item, TreeNode } from './node.ts';

export interface Reconciled {
  readonly nodes: TreeNode[];
  /** True where rows came, went or moved: the level itself must be drawn again. */
  readonly isStructural: boolean;
  /** Kept nodes whose own row looks different now. */
  readonly changed: readonly TreeNode[];
}

/** Fits fresh items to the nodes already shown, by row id, so that only what differs is drawn again. */
export function reconcile(before: readonly TreeNode[], items: readonly Item[], parent: TreeNode | undefined, limit: number): Reconciled {
  const known = new Map(before.map((node) => [node.row.id, node]));
  const seen = new Set<string>();
  const changed: TreeNode[] = [];
  const nodes: TreeNode[] = [];
  for (const item of items) {
    // The editor refuses a level with two equal ids; a source that repeats itself must not break the tree.
    if (seen.has(item.row.id)) continue;
    seen.add(item.row.id);
    const node = known.get(item.row.id);
    if (!node) {
      nodes.push({ row: item.row, data: item.data, parent, children: undefined, limit });
      continue;
    }
    node.data = item.data;
    if (!sameRow(node.row, item.row)) {
      node.row = item.row;
      changed.push(node);
    }
    nodes.push(node);
  }
  const isStructural = nodes.length !== before.length || nodes.some((node, index) => node !== before[index]);
  return { nodes, isStructural, changed };
}
