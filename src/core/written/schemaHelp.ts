import { entriesOf, keyOf } from '../pipeline/syntaxNodes.ts';
import type { SyntaxDocument, SyntaxEntry, SyntaxNode } from '../port/syntax.ts';
import type { WrittenSchema } from './schema.ts';
import { keySnippet } from './snippet.ts';
import type { WordPlace } from './wordAt.ts';

export interface Described {
  /** Sentences: what the key asks for, and what may be written behind it. */
  readonly words: readonly string[];
  readonly start: number;
  readonly end: number;
}

export interface Offer {
  readonly label: string;
  readonly words: string;
  readonly kind: 'key' | 'value' | 'snippet';
  /** Of a snippet, in the form that editors take: `${1:name}` is a place to fill, `${2|a,b|}` one to choose. */
  readonly insert?: string;
}

/** What a schema says of the key at an offset, or of the one whose value stands there. */
export function describedAt({ root }: SyntaxDocument, schema: WrittenSchema, offset: number): Described | undefined {
  let [node, at]: [SyntaxNode | null, WrittenSchema | undefined] = [root, schema];
  let last: Described | undefined;
  while (node !== null && at !== undefined) {
    if (node.kind === 'list') {
      node = node.items.find((item) => isIn(item, offset)) ?? null;
      at = itemOf(at);
      continue;
    }
    const entry: SyntaxEntry | undefined = entriesOf(node).find(({ key, value }) => isIn(key, offset) || (value !== null && isIn(value, offset)));
    if (entry === undefined) return last;
    const below = propertyOf(at, keyOf(entry));
    if (below !== undefined) last = { words: wordsOf(below), start: entry.key.start, end: entry.key.end };
    if (isIn(entry.key, offset)) return below && last;
    [node, at] = [entry.value, below];
  }
  return last;
}

/**
 * What may be written at an offset. `document`: of the text without the word that is being written there; `column`: where that word
 * begins in its line; `before`: the line up to it.
 */
export function offersAt(document: SyntaxDocument, schema: WrittenSchema, { offset, column, before }: WordPlace): Offer[] {
  const places = placesOf(document, schema);
  const flow = places.findLast(({ node, isFlow }) => isFlow && node.start < offset && offset <= node.end);
  const key = /(?:^|[{,\s])["']?([^\s"'{},:]+)["']?:\s+$/.exec(before)?.[1];
  if (key !== undefined) return offeredValues(propertyOf(keysAt(places, flow, offset, before.search(/[^\s-]/))?.schema ?? {}, key));
  if (flow?.node.kind === 'list') return offeredValues(itemOf(flow.schema));
  const dash = /^\s*(?:-\s+)*(?=-\s+$)/.exec(before)?.[0].length;
  if (dash !== undefined && flow === undefined) return itemsAt(document, places, offset, { dash, column, indent: before.search(/\S/) });
  const found = keysAt(places, flow, offset, column);
  return Object.entries(found?.schema.properties ?? {}).flatMap(([label, one]) => (found?.taken.includes(label) ? [] : [{ label, words: wordsOf(one).join(' '), kind: 'key' as const }]));
}

/** Behind the dash of a list: what an item begins with, or, where it goes on below, the keys that it has not got. */
function itemsAt({ text }: SyntaxDocument, places: readonly Place[], offset: number, { dash, column, indent }: { readonly dash: number; readonly column: number; readonly indent: number }): Offer[] {
  const list = places.findLast(({ node, isFlow, column: own }) => node.kind === 'list' && !isFlow && node.start <= offset && own === dash);
  const item = list && itemOf(list.schema);
  if (list?.node.kind !== 'list' || item === undefined) return [];
  if (item.properties === undefined) {
    const taken = list.node.items.flatMap((one) => (one.kind === 'scalar' ? [String(one.value)] : []));
    return offeredValues(item).filter(({ label }) => !taken.includes(label));
  }
  const below = list.node.items.find((one) => one.start >= offset && text.slice(offset, one.start).trim() === '');
  const taken = below === undefined ? [] : entriesOf(below).map(keyOf);
  const kinds = (item.oneOf ?? []).flatMap(({ required = [] }) => required.slice(0, 1));
  const isBegun = taken.length > 0;
  const gap = `\n${' '.repeat(column - indent)}`;
  const whole = kinds.map((kind): Offer => {
    const one = item.properties![kind] ?? {};
    const head = (item.required ?? []).map((key, at) => keySnippet(key, item.properties![key] ?? {}, at + 1));
    return { label: kind, words: wordsOf(one).join(' '), kind: 'snippet', insert: [...head, keySnippet(kind, one, head.length + 1)].join(gap) };
  });
  const keys = Object.entries(item.properties).flatMap(([label, one]): Offer[] => (taken.includes(label) || (!isBegun && kinds.includes(label)) ? [] : [{ label, words: wordsOf(one).join(' '), kind: 'key' }]));
  return [...(isBegun ? [] : whole), ...keys];
}

interface Place {
  readonly node: SyntaxNode;
  readonly schema: WrittenSchema;
  readonly isFlow: boolean;
  /** Of the first key of a map. */
  readonly column: number;
}

/** Every map and list of a file with its schema, outer ones first. */
function placesOf({ root, text }: SyntaxDocument, schema: WrittenSchema): Place[] {
  const found: Place[] = [];
  const walk = (node: SyntaxNode | null, at: WrittenSchema | undefined): void => {
    if (node === null || at === undefined || node.kind === 'scalar') return;
    const first = node.kind === 'map' ? (node.entries[0]?.key.start ?? node.start) : node.start;
    found.push({ node, schema: at, isFlow: text[node.start] === (node.kind === 'map' ? '{' : '['), column: first - (text.lastIndexOf('\n', first - 1) + 1) });
    if (node.kind === 'list') for (const item of node.items) walk(item, itemOf(at));
    else for (const entry of node.entries) walk(entry.value, propertyOf(at, keyOf(entry)));
  };
  walk(root, schema);
  return found;
}

/** The map in which a key at a column stands, by its schema, and the keys it has already. */
function keysAt(places: readonly Place[], flow: Place | undefined, offset: number, column: number): { readonly schema: WrittenSchema; readonly taken: readonly string[] } | undefined {
  const taken = ({ node }: Place) => entriesOf(node).map(keyOf);
  if (flow?.node.kind === 'map') return { schema: flow.schema, taken: taken(flow) };
  const outer = places.findLast(({ node, isFlow, column: own }) => node.kind === 'map' && !isFlow && node.start <= offset && own <= column);
  if (outer === undefined) return undefined;
  if (outer.column === column) return { schema: outer.schema, taken: taken(outer) };
  // A key with nothing behind it yet: its map begins here.
  const open = entriesOf(outer.node).findLast(({ key }) => key.start < offset);
  const isOpen = open !== undefined && (open.value === null || (open.value.kind === 'scalar' && open.value.value === null));
  const below = isOpen ? propertyOf(outer.schema, keyOf(open)) : undefined;
  return below && { schema: below, taken: [] };
}

/** What may stand there, and what often does where everything may. */
function offeredValues(schema: WrittenSchema | undefined): Offer[] {
  const examples = [...(schema?.examples ?? []), ...(schema?.anyOf ?? []).flatMap((one) => one.examples ?? [])];
  return [...valuesOf(schema), ...examples.map((label) => ({ label, words: schema?.description ?? '', kind: 'value' as const }))];
}

function valuesOf(schema: WrittenSchema | undefined): Offer[] {
  if (schema === undefined) return [];
  const own = [...(schema.enum ?? []), ...(schema.const === undefined ? [] : [String(schema.const)]), ...(schema.type === 'boolean' ? ['true', 'false'] : [])];
  return [...own.map((label) => ({ label, words: schema.description ?? '', kind: 'value' as const })), ...(schema.anyOf ?? []).flatMap(valuesOf)];
}

function propertyOf(schema: WrittenSchema, key: string): WrittenSchema | undefined {
  const below = schema.properties?.[key] ?? schema.additionalProperties;
  if (typeof below === 'object') return below;
  for (const one of schema.anyOf ?? []) {
    const found = propertyOf(one, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

function itemOf(schema: WrittenSchema): WrittenSchema | undefined {
  return schema.items ?? schema.anyOf?.map(itemOf).find((one) => one !== undefined);
}

function wordsOf(schema: WrittenSchema): string[] {
  const values = [...new Set(valuesOf(schema).map(({ label }) => label))];
  return [
    ...(schema.description === undefined ? [] : [schema.description]),
    ...(values.length === 0 ? [] : [`One of: ${values.join(', ')}.`]),
    ...(schema.minimum === undefined && schema.maximum === undefined ? [] : [`${schema.minimum === undefined ? '' : `At least ${schema.minimum}`}${schema.minimum !== undefined && schema.maximum !== undefined ? ', at' : schema.maximum === undefined ? '' : 'At'}${schema.maximum === undefined ? '' : ` most ${schema.maximum}`}.`]),
    ...(schema.default === undefined ? [] : [`Without it: ${textOfDefault(schema.default)}.`]),
  ];
}

function textOfDefault(value: NonNullable<WrittenSchema['default']>): string {
  return typeof value === 'object' ? value.join(', ') : String(value);
}

function isIn({ start, end }: { readonly start: number; readonly end: number }, offset: number): boolean {
  return start <= offset && offset <= end;
}
