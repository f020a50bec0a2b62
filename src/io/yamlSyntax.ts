import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, parseDocument, visit, type Alias, type Document, type Node, type Pair } from 'yaml';
import type { SyntaxDocument, SyntaxEntry, SyntaxIssue, SyntaxNode, SyntaxScalar, SyntaxStream } from '../core/port/syntax.ts';

const maxDepth = 64;
/** Aliases of aliases can stand for more nodes than there are; what is beyond this is left out. */
const maxNodes = 200_000;
// `merge` is how YAML 1.1 files in the wild share keys; the tools this product reads for honour it.
const reading = { merge: true, strict: false, prettyErrors: false, logLevel: 'silent' } as const;

/** Parses YAML with the place of every key and value. Aliases show what they stand for, at the place of the alias. */
export function parseYamlSyntax(text: string): SyntaxDocument {
  const document = parseDocument(text, { ...reading, uniqueKeys: true });
  return { text, root: rootOf(document), issues: issuesOf(document) };
}

/** The same for a text of several documents. A key that stands twice is no fault here: the last one counts. */
export function parseYamlStream(text: string): SyntaxStream {
  const documents = parseAllDocuments(text, { ...reading, uniqueKeys: false });
  const all = Array.isArray(documents) ? documents : [];
  return { text, roots: all.map((document) => rootOf(document)), issues: all.flatMap((document) => issuesOf(document)) };
}

function rootOf(document: Document): SyntaxNode | null {
  return document.contents === null ? null : nodeOf(document.contents, { document, left: maxNodes, anchors: undefined }, 0);
}

function issuesOf(document: Document): SyntaxIssue[] {
  return document.errors.map((error) => ({ message: firstLine(error.message), offset: error.pos[0] }));
}

interface Reader {
  readonly document: Document;
  left: number;
  anchors: Map<string, Node | null> | undefined;
}

/** The library looks an alias up by walking the whole text; names that stand once need that walk once. */
function targetOf(alias: Alias, reader: Reader): Node | undefined {
  reader.anchors ??= anchorsOf(reader.document);
  const known = reader.anchors.get(alias.source);
  if (known) return known.range && alias.range && known.range[0] < alias.range[0] ? known : undefined;
  return known === null ? alias.resolve(reader.document) : undefined;
}

/** Null for a name that several nodes have. */
function anchorsOf(document: Document): Map<string, Node | null> {
  const anchors = new Map<string, Node | null>();
  visit(document, {
    Value(_, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, anchors.has(node.anchor) ? null : node);
    },
  });
  return anchors;
}

function nodeOf(node: Node | null | undefined, reader: Reader, depth: number): SyntaxNode | null {
  if (!node || depth > maxDepth || reader.left-- <= 0) return null;
  const [start, end] = placeOf(node);
  if (isAlias(node)) {
    const target = targetOf(node, reader);
    return target ? replaced(nodeOf(target, reader, depth + 1), start, end) : null;
  }
  if (isMap(node)) {
    return { kind: 'map', start, end, entries: node.items.flatMap((pair) => entryOf(pair, reader, depth)) };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => nodeOf(item as Node | null, reader, depth + 1));
    return { kind: 'list', start, end, items: items.filter((item) => item !== null) };
  }
  return isScalar(node) ? scalar(node.value, start, end) : null;
}

function entryOf(pair: Pair, reader: Reader, depth: number): SyntaxEntry[] {
  if (!isScalar(pair.key)) return [];
  const [start, end] = placeOf(pair.key);
  const key = scalar(pair.key.value, start, end);
  const value = nodeOf(pair.value as Node | null, reader, depth + 1);
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
