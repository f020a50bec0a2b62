import * as vscode from 'vscode';
import { toFault } from '../../core/base/fault.ts';
import { problemOf } from '../../core/model/problem.ts';
import type { ViewState } from '../ids.ts';
import { moreRow, problemRow } from './rows/groupRows.ts';
import type { RowContext } from './rows/row.ts';
import type { Item, LevelSource, TreeNode } from './node.ts';
import { reconcile } from './reconcile.ts';

const coalesceMs = 250;

export interface RowTreeParts {
  readonly name: string;
  readonly source: LevelSource;
  readonly context: () => RowContext;
  readonly pageSize: () => number;
  readonly onState: (state: ViewState) => void;
  readonly log: (message: string) => void;
}

/** A tree over a LevelSource: levels load when opened, refresh by difference, and end in "Load more…". */
export class RowTree {
  readonly #parts: RowTreeParts;
  readonly #fired = new vscode.EventEmitter<TreeNode | undefined>();
  readonly #fresh = new Set<TreeNode | undefined>();
  readonly #due = new Set<TreeNode | undefined>();
  #roots: TreeNode[] | undefined;
  #rootLimit: number | undefined;
  /** Whether anybody has looked. */
  #isBegun = false;
  #timer: NodeJS.Timeout | undefined;
  #flight: Promise<void> = Promise.resolve();
  readonly #ended = new AbortController();

  constructor(parts: RowTreeParts) {
    this.#parts = parts;
  }

  readonly onDidChange = this.#fired.event;

  get roots(): readonly TreeNode[] | undefined {
    return this.#roots;
  }

  async children(node: TreeNode | undefined): Promise<TreeNode[]> {
    if (this.#fresh.delete(node)) return this.#shown(node) ?? [];
    this.#isBegun = true;
    const load = this.#load(node);
    // What changes meanwhile is read after it, not beside it: else the older answer would stay.
    this.#flight = Promise.allSettled([this.#flight, load]).then(() => undefined);
    return (await load).nodes;
  }

  tooltip(node: TreeNode): string | undefined {
    return this.#parts.source.tooltip(node.data);
  }

  /** Shows one page more of the level that a "Load more…" row ends. */
  async more(parent: TreeNode | undefined): Promise<void> {
    if (parent) parent.limit += this.#parts.pageSize();
    else this.#rootLimit = (this.#rootLimit ?? this.#parts.pageSize()) + this.#parts.pageSize();
    await this.#reload(parent, false);
  }

  /** Reads a node's opened levels again soon; calls that come in a burst become one. */
  refreshSoon(node?: TreeNode): void {
    if (this.#ended.signal.aborted || !this.#isBegun) return;
    this.#due.add(node);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.flush();
    }, coalesceMs);
  }

  /** What `refreshSoon` does, now. */
  flush(): Promise<void> {
    const due = [...this.#due];
    this.#due.clear();
    const nodes = due.includes(undefined) ? [undefined] : due;
    this.#flight = this.#flight.then(async () => {
      for (const node of nodes) await this.#reload(node, true);
    });
    return this.#flight;
  }

  /** Nodes now in the tree, opened levels only. */
  *nodes(from: readonly TreeNode[] = this.#roots ?? []): Iterable<TreeNode> {
    for (const node of from) {
      yield node;
      if (node.children) yield* this.nodes(node.children);
    }
  }

  find(rowId: string): TreeNode | undefined {
    for (const node of this.nodes()) if (node.row.id === rowId) return node;
    return undefined;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#ended.abort();
    this.#fired.dispose();
  }

  async #reload(node: TreeNode | undefined, deep: boolean): Promise<void> {
    if (this.#ended.signal.aborted) return;
    const { isStructural, changed, nodes, kept } = await this.#load(node);
    if (isStructural) {
      this.#fresh.add(node);
      this.#fired.fire(node);
    } else {
      for (const one of changed) {
        if (one.children !== undefined) this.#fresh.add(one);
        this.#fired.fire(one);
      }
    }
    if (!deep) return;
    for (const child of nodes) if (kept.has(child) && child.children !== undefined) await this.#reload(child, true);
  }

  async #load(node: TreeNode | undefined) {
    const limit = node?.limit ?? this.#rootLimit ?? this.#parts.pageSize();
    const before = this.#shown(node) ?? [];
    const items = await this.#items(node, limit);
    const result = reconcile(before, items, node, this.#parts.pageSize());
    if (node) node.children = result.nodes;
    else this.#roots = result.nodes;
    const kept = new Set(before.filter((one) => result.nodes.includes(one)));
    return { ...result, kept };
  }

  async #items(node: TreeNode | undefined, limit: number): Promise<Item[]> {
    const parent = node?.row.id ?? this.#parts.name;
    try {
      const level = await this.#parts.source.load(node?.data, limit, this.#ended.signal);
      const items = level.items.slice(0, limit);
      if (!node) this.#parts.onState(items.length === 0 ? 'empty' : 'filled');
      if (level.more || level.items.length > limit) {
        items.push({ row: moreRow(parent, items.length, level.more?.total ?? null, this.#parts.context()), data: { kind: 'more', parent: node } });
      }
      return items;
    } catch (error) {
      const fault = toFault(error);
      if (fault.code === 'cancelled') return [];
      this.#parts.log(`${parent}: ${fault.message}${fault.hint ? ` ${fault.hint}` : ''}`);
      if (!node) {
        this.#parts.onState('failed');
        return [];
      }
      const problem = problemOf(parent, fault);
      return [{ row: problemRow(problem, parent, 0), data: { kind: 'problem', problem } }];
    }
  }

  #shown(node: TreeNode | undefined): TreeNode[] | undefined {
    return node ? node.children : this.#roots;
  }
}
