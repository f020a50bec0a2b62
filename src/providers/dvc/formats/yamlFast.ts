import type { PyFloat, Moment } from './data.ts';
import { type Data, type DataMap } from './data.ts';
import { resolvePlain } from './scalar.ts';

/** Anything outside the subset: the whole file goes to the full parser. */
const unusual: unique symbol = Symbol('unusual');
type Unusual = typeof unusual;

const [space, quote, doubleQuote, hash, dash, colon, bracket] = [32, 39, 34, 35, 45, 58, 91];
/** Characters a file must not hold to be read here: tabs, CR, control characters, anything that may be special. */
 
const strange = /[\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/;
/** A plain key that can be nothing but a string. */
const plainKey = /^[A-Za-z_][\w./@+ -]*$/;
/** In a list on one line, anything but words and numbers between commas. */
const notFlat = /[[\]{}"'#:?&*!|>%@`\\]/;
/** A plain value may not begin so, or it is a quote, an anchor, a tag, a flow, a block scalar. */
const startsSpecial = /^[?:,[\]{}#&*!|>'"%@`=<]/;

/**
 * The block YAML that DVC and people write, without anchors, tags, nested flow collections, block scalars or escapes: about a
 * fifth of the time of the full parser, which reads the rest. `undefined` = not in the subset.
 */
export function parseFastYaml(text: string, markFloats: boolean): Data | undefined {
  if (strange.test(text)) return undefined;
  const reader = new LineReader(text);
  if (reader.isEnd) return null;
  const value = readBlock(reader, reader.indent, markFloats);
  return value === unusual || !reader.isEnd ? undefined : value;
}

class LineReader {
  readonly #text: string;
  #next = 0;
  /** Of the current line. */
  indent = 0;
  content = '';
  isEnd = false;
  /** Were there blank or comment lines before the current one? */
  hasGap = false;

  constructor(text: string) {
    this.#text = text;
    this.advance();
  }

  advance(): void {
    const text = this.#text;
    this.hasGap = false;
    while (this.#next < text.length) {
      let start = this.#next;
      let end = text.indexOf('\n', start);
      if (end < 0) end = text.length;
      this.#next = end + 1;
      const from = start;
      while (text.charCodeAt(start) === space) start += 1;
      if (start >= end || text.charCodeAt(start) === hash) {
        this.hasGap = true;
        continue;
      }
      while (text.charCodeAt(end - 1) === space) end -= 1;
      this.indent = start - from;
      this.content = text.slice(start, end);
      return;
    }
    this.isEnd = true;
    this.indent = -1;
    this.content = '';
  }

  /** The rest of a `- ` line stands for itself, as deep as it is written. */
  enterItem(): void {
    let offset = 1;
    while (this.content.charCodeAt(offset) === space) offset += 1;
    this.indent += offset;
    this.content = this.content.slice(offset);
    this.hasGap = false;
  }
}

function isItem(content: string): boolean {
  return content.charCodeAt(0) === dash && (content.length === 1 || content.charCodeAt(1) === space);
}

function readBlock(reader: LineReader, indent: number, markFloats: boolean): Data | Unusual {
  if (isItem(reader.content)) return readSequence(reader, indent, markFloats);
  if (keyEnd(reader.content) >= 0) return readMapping(reader, indent, markFloats);
  return unusual;
}

function readSequence(reader: LineReader, indent: number, markFloats: boolean): Data | Unusual {
  const items: Data[] = [];
  while (reader.indent === indent && isItem(reader.content)) {
    if (reader.content.length === 1) return unusual;
    reader.enterItem();
    const { content } = reader;
    if (isItem(content)) return unusual;
    const value = keyEnd(content) >= 0 ? readMapping(reader, reader.indent, markFloats) : readScalarLine(reader, content, indent, markFloats);
    if (value === unusual) return unusual;
    items.push(value);
  }
  return reader.indent > indent ? unusual : items;
}

function readMapping(reader: LineReader, indent: number, markFloats: boolean): Data | Unusual {
  const map: DataMap = {};
  while (reader.indent === indent && !isItem(reader.content)) {
    const { content } = reader;
    const end = keyEnd(content);
    if (end < 0) return unusual;
    const key = content.slice(0, end);
    if (!plainKey.test(key) || key.endsWith(' ') || typeof resolvePlain(key) !== 'string' || key in map || key === '__proto__') {
      return unusual;
    }
    let at = end + 1;
    while (content.charCodeAt(at) === space) at += 1;
    const rest = content.slice(at);
    const value = rest === '' || rest.charCodeAt(0) === hash ? readNested(reader, indent, markFloats) : readScalarLine(reader, rest, indent, markFloats);
    if (value === unusual) return unusual;
    map[key] = value;
  }
  return reader.indent > indent ? unusual : map;
}

/** The value of a `key:` with nothing behind it. A sequence may stand as far left as its key. */
function readNested(reader: LineReader, indent: number, markFloats: boolean): Data | Unusual {
  reader.advance();
  if (reader.indent > indent) return readBlock(reader, reader.indent, markFloats);
  if (reader.indent === indent && isItem(reader.content)) return readSequence(reader, indent, markFloats);
  return null;
}

/** Where a `key:` ends: the first colon with a space or nothing behind it. -1 where the line has none. */
function keyEnd(content: string): number {
  const first = content.charCodeAt(0);
  if (first === quote || first === doubleQuote) return -1;
  const end = content.indexOf(': ');
  if (end >= 0) return end;
  return content.charCodeAt(content.length - 1) === colon ? content.length - 1 : -1;
}

function readScalarLine(
  reader: LineReader,
  raw: string,
  indent: number,
  markFloats: boolean,
): string | number | boolean | null | PyFloat | Moment | Data[] | DataMap | Unusual {
  const first = raw.charCodeAt(0);
  if (first === quote || first === doubleQuote) {
    const inner = raw.slice(1, -1);
    if (raw.length < 2 || raw.charCodeAt(raw.length - 1) !== first) return unusual;
    if (inner.includes("'") || inner.includes('"') || inner.includes('\\')) return unusual;
    reader.advance();
    return reader.indent > indent ? unusual : inner;
  }
  if (raw === '[]' || raw === '{}') {
    reader.advance();
    return reader.indent > indent ? unusual : raw === '[]' ? [] : {};
  }
  const list = first === bracket ? readFlatList(raw, markFloats) : undefined;
  if (list) {
    reader.advance();
    return reader.indent > indent ? unusual : list;
  }
  if (!isPlain(raw)) return unusual;
  reader.advance();
  if (reader.indent <= indent) return resolvePlain(raw, markFloats);
  // A long plain scalar goes on in deeper lines, joined by one space each.
  let text = raw;
  while (reader.indent > indent) {
    if (reader.hasGap || !isPlain(reader.content) || isItem(reader.content)) return unusual;
    text += ` ${reader.content}`;
    reader.advance();
  }
  return resolvePlain(text, markFloats);
}

/** `[1, two]` on one line, the one flow collection that params files are full of. */
function readFlatList(raw: string, markFloats: boolean): Data[] | undefined {
  const inner = raw.slice(1, -1);
  if (!raw.endsWith(']') || notFlat.test(inner)) return undefined;
  const parts = inner.split(',').map((part) => part.trim());
  return parts.every((part) => part !== '' && isPlain(part)) ? parts.map((part) => resolvePlain(part, markFloats)) : undefined;
}

function isPlain(text: string): boolean {
  if (startsSpecial.test(text) || (text.charCodeAt(0) === dash && text.length === 1) || isItem(text)) return false;
  if (text.startsWith('---') || text.startsWith('...')) return false;
  return !text.includes(': ') && !text.includes(' #') && text.charCodeAt(text.length - 1) !== colon;
}
