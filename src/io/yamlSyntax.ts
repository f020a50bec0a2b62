import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document, type Node, type Pair } from 'yaml';
import type { SyntaxDocument, SyntaxEntry, SyntaxNode, SyntaxScalar } from '../core/port/syntax.ts';

const maxDepth = 64;

/** Parses YAML with the place of every key and value. Aliases show what they stand for, at the place of the alias. */
export function parseYamlSyntax(text: string): SyntaxDocument {
  // `merge` is how YAML 1.1 files in the wild share keys; the tools this product reads for honour it.
  const document = parseDocument(text, { merge: true, strict: false, uniqueKeys: true, prettyErrors: false, logLevel: 'silent' });
  const root = document.contents === null ? null : nodeOf(document.contents, document, 0);
  return {
    text,
    root,
    issues: document.errors.map((error) => ({ message: firstLine(error.message), offset: error.pos[0] })),
  };
}

function nodeOf(node: Node | null | undefined, document: Document, depth: number): SyntaxNode | null {
  if (!node || depth > maxDepth) return null;
  const [start, end] = placeOf(node);
  if (isAlias(node)) {
    const target = node.resolve(document);
    return target ? replaced(nodeOf(target, document, depth + 1), start, end) : null;
  }
  if (isMap(node)) {
    return { kind: 'map', start, end, entries: node.items.flatMap((pair) => entryOf(pair, document, depth)) };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => nodeOf(item as Node | null, document, depth + 1));
    return { kind: 'list', start, end, items: items.filter((item) => item !== null) };
  }
  return isScalar(node) ? scalar(node.value, start, end) : null;
}

function entryOf(pair: Pair, document: Document, depth: number): SyntaxEntry[] {
  if (!isScalar(pair.key)) return [];
  const [start, end] = placeOf(pair.key);
  const key = scalar(pair.key.value, start, end);
  const value = nodeOf(pair.value as Node | null, document, depth + 1);
  if (key.value !== '<<') return [{ key, value }];
  const shared = value?.kind === 'list' ? value.items : [value];
  return shared.flatMap((item) => (item?.kind === 'map' ? item.entries : []));
}

function scalar(value: unknown, start: number, end: number): SyntaxScalar {
  return { kind: 'scalar', start, end, value: plain(value) };
}

function plain(value: unknown): SyntaxScalar['value'] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'bigint' || value instanceof Date ? String(value) : null;
}

function replaced(node: SyntaxNode | null, start: number, end: number): SyntaxNode | null {
  return node && { ...node, start, end };
}

function placeOf(node: Node): [number, number] {
  return node.range ? [node.range[0], node.range[1]] : [0, 0];
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
