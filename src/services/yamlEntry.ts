import type { Node, Pair, YAMLMap, YAMLSeq } from 'yaml';

type Yaml = typeof import('./yaml.ts');
type Values = Readonly<Record<string, unknown>>;

/** A value that says nothing and is therefore not written. */
export function isEmpty(value: unknown): boolean {
  return value === false || value === null || value === '' || value === undefined;
}

/**
 * The text with one entry of a block map changed, added in the order of keys, or taken out. Only the lines concerned
 * change: writing the whole document anew would move comments and quote marks that people put there.
 */
export function editEntry(yaml: Yaml, text: string, map: YAMLMap, key: string, change: Values): string {
  const pairs = map.items as Array<Pair<Node, Node | null>>;
  const indent = columnOf(text, startOf(pairs[0]));
  const pair = pairs.find((one) => keyOf(one) === key);
  if (!pair || !yaml.isMap(pair.value) || pair.value.flow || pair.value.items.length === 0) {
    const old = pair && yaml.isMap(pair.value) ? (pair.value.toJSON() as Values) : {};
    const values = Object.fromEntries(Object.entries({ ...old, ...change }).filter(([, value]) => !isEmpty(value)));
    const lines = Object.keys(values).length === 0 ? '' : indented(yaml, { [key]: values }, indent);
    if (pair) return splice(text, lineStart(text, startOf(pair)), endOfPair(text, pair), lines);
    const next = pairs.find((one) => keyOf(one) > key);
    const last = pairs.at(-1);
    const at = next ? lineStart(text, startOf(next)) : last ? endOfPair(text, last) : text.length;
    return splice(text, at, at, lines);
  }
  return editFields(yaml, text, pair, change);
}

/** The text with an item added behind the last one of a block list. */
export function appendItem(yaml: Yaml, text: string, list: YAMLSeq, item: Values): string {
  const last = list.items.at(-1) as Node;
  const dash = text.lastIndexOf('-', (last.range?.[0] ?? 0) - 1);
  const at = endOfNode(text, last);
  return splice(text, at, at, indented(yaml, [item], columnOf(text, dash)));
}

/** The text without the lines of one item of a block list. */
export function removeItem(text: string, item: Node): string {
  return splice(text, lineStart(text, item.range?.[0] ?? 0), endOfNode(text, item), '');
}

function editFields(yaml: Yaml, text: string, entry: Pair<Node, Node | null>, change: Values): string {
  const map = entry.value as YAMLMap<Node, Node | null>;
  const indent = columnOf(text, startOf(map.items[0]));
  const old = new Map(map.items.map((field) => [keyOf(field), field]));
  const left = new Set([...old.keys()].filter((name) => !(name in change) || !isEmpty(change[name])));
  const added = Object.entries(change).filter(([name, value]) => !isEmpty(value) && !old.has(name));
  if (left.size + added.length === 0) return splice(text, lineStart(text, startOf(entry)), endOfPair(text, entry), '');
  const last = map.items.at(-1);
  const end = last ? endOfPair(text, last) : text.length;
  let result = splice(text, end, end, added.map(([name, value]) => indented(yaml, { [name]: value }, indent)).join(''));
  // From the back, so that the places in front stay true.
  for (const [name, field] of [...old].reverse()) {
    if (!(name in change)) continue;
    const lines = isEmpty(change[name]) ? '' : indented(yaml, { [name]: change[name] }, indent);
    result = splice(result, lineStart(text, startOf(field)), endOfPair(text, field), lines);
  }
  return result;
}

function indented(yaml: Yaml, value: unknown, indent: number): string {
  const lines = yaml.stringify(value, { lineWidth: 0 }).replace(/\n$/, '').split('\n');
  return lines.map((line) => (line === '' ? '\n' : `${' '.repeat(indent)}${line}\n`)).join('');
}

function splice(text: string, start: number, end: number, lines: string): string {
  const before = text.slice(0, start);
  return `${before}${before !== '' && !before.endsWith('\n') && lines !== '' ? '\n' : ''}${lines}${text.slice(end)}`;
}

function keyOf(pair: Pair<Node, unknown>): string {
  return 'value' in pair.key ? String(pair.key.value) : '';
}

function startOf(pair: Pair<Node, unknown> | undefined): number {
  return pair?.key.range?.[0] ?? 0;
}

/** Behind the line break of the pair's last line. */
function endOfPair(text: string, pair: Pair<Node, Node | null>): number {
  return endOfNode(text, pair.value ?? pair.key);
}

/** A collection's own range may take in comments that stand before what follows, so its last part counts. */
function endOfNode(text: string, node: Node): number {
  if ('items' in node && !node.flow) {
    const last = node.items.at(-1);
    if (typeof last === 'object' && last !== null) {
      return 'key' in last ? endOfPair(text, last as Pair<Node, Node | null>) : endOfNode(text, last as Node);
    }
  }
  const end = node.range?.[1] ?? 0;
  if (text[end - 1] === '\n') return end;
  const lineBreak = text.indexOf('\n', end);
  return lineBreak < 0 ? text.length : lineBreak + 1;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}
