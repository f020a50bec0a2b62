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
