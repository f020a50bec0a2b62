import type { SyntaxEntry, SyntaxMap, SyntaxNode } from '../port/syntax.ts';

/** Entries of a map; none for anything else. */
export function entriesOf(node: SyntaxNode | null | undefined): readonly SyntaxEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

export function valueAt(node: SyntaxNode | null | undefined, ...keys: string[]): SyntaxNode | null {
  let at: SyntaxNode | null = node ?? null;
  for (const key of keys) at = entriesOf(at).findLast((entry) => keyOf(entry) === key)?.value ?? null;
  return at;
}

export function keyOf(entry: SyntaxEntry): string {
  return String(entry.key.value);
}

export function isMap(node: SyntaxNode | null | undefined): node is SyntaxMap {
  return node?.kind === 'map';
}

/** The text of a scalar; undefined for anything else. */
export function textOf(node: SyntaxNode | null | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;
}

export function listOf(node: SyntaxNode | null | undefined): readonly SyntaxNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/** The text at the end of a path of keys; undefined where there is none. */
export function textAt(node: SyntaxNode | null | undefined, ...keys: string[]): string | undefined {
  return textOf(valueAt(node, ...keys));
}

export function entryAt(node: SyntaxNode | null | undefined, key: string): SyntaxEntry | undefined {
  return entriesOf(node).findLast((entry) => keyOf(entry) === key);
}

export function hasKey(node: SyntaxNode | null | undefined, ...keys: string[]): boolean {
  return entriesOf(node).some((entry) => keys.includes(keyOf(entry)));
}

/** Every node below and with this one, from the first to the last. */
export function* nodesOf(node: SyntaxNode | null): Generator<SyntaxNode> {
  if (!node) return;
  yield node;
  if (node.kind === 'list') for (const item of node.items) yield* nodesOf(item);
  else if (node.kind === 'map') for (const { value } of node.entries) yield* nodesOf(value);
}
