import { nearKeys } from '../filter/near.ts';
import { entriesOf, keyOf, textOf } from '../pipeline/syntaxNodes.ts';
import type { SyntaxEntry, SyntaxMap, SyntaxNode } from '../port/syntax.ts';

/** Something wrong in a file that people write, with its place as offsets into the text. */
export interface WrittenProblem {
  readonly message: string;
  readonly hint: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The keys of one map of a written file, read by kind. What is wrong is reported with its place and reads as absent, so that
 * one mistake takes nothing else away. `finish` reports keys that nobody asked for: mostly a slip of the pen.
 */
export class Fields {
  readonly map: SyntaxMap;
  readonly #about: string;
  readonly #report: (problem: WrittenProblem) => void;
  readonly #asked = new Set<string>();

  /** `about` begins each message: `Monitor “churn”`. */
  constructor(map: SyntaxMap, about: string, report: (problem: WrittenProblem) => void) {
    this.map = map;
    this.#about = about;
    this.#report = report;
  }

  /** Whether it is written; it counts as asked for. */
  has(key: string): boolean {
    this.#asked.add(key);
    return this.#entry(key) !== undefined;
  }

  text(key: string): string | undefined {
    const node = this.#value(key);
    if (node === undefined) return undefined;
    const text = textOf(node);
    if (text === undefined || text === '') return this.#wrong(node, `“${key}” is no text.`, `Write ${key}: followed by a text.`);
    return text;
  }

  /** As `text`; a missing one is reported at the map. */
  neededText(key: string, hint: string): string | undefined {
    if (!this.#isWritten(key)) return this.#wrong(this.map, `“${key}” is missing.`, hint);
    return this.text(key);
  }

  number(key: string, { least = -Infinity, most = Infinity, isWhole = false } = {}): number | undefined {
    const node = this.#value(key);
    if (node === undefined) return undefined;
    const value = node.kind === 'scalar' && typeof node.value === 'number' ? node.value : NaN;
    if (!(value >= least && value <= most) || (isWhole && !Number.isInteger(value))) {
      const range = `${isWhole ? 'a whole number' : 'a number'}${least > -Infinity ? ` of at least ${least}` : ''}${most < Infinity ? `${least > -Infinity ? ' and' : ' of'} at most ${most}` : ''}`;
      return this.#wrong(node, `“${key}” is not ${range}.`, `Write ${range}.`);
    }
    return value;
  }

  flag(key: string): boolean | undefined {
    const node = this.#value(key);
    if (node === undefined) return undefined;
    if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
    return this.#wrong(node, `“${key}” is neither true nor false.`, 'Write true or false.');
  }

  choice<T extends string>(key: string, options: readonly T[]): T | undefined {
    const node = this.#value(key);
    if (node === undefined) return undefined;
    const text = textOf(node);
    const found = options.find((option) => option === text);
    if (found !== undefined) return found;
    return this.#wrong(node, `“${key}” is “${text ?? ''}”, which is not known.`, `One of: ${options.join(', ')}.`);
  }

  /** A list of texts; a single text is a list of one. Numbers and booleans are read as they are written. */
  texts(key: string): string[] | undefined {
    const node = this.#value(key);
    if (node === undefined) return undefined;
    const items = node.kind === 'list' ? node.items.map(textOf) : [textOf(node)];
    const texts = items.filter((one): one is string => one !== undefined);
    if (texts.length < items.length) return this.#wrong(node, `“${key}” is not a list of texts.`, `Write ${key}: [one, two].`);
    return texts;
  }

  /** A text read by `parse`, which answers undefined for what it does not know; `hint` says what it does. */
  parsed<T>(key: string, parse: (text: string) => T | undefined, hint: string): T | undefined {
    const node = this.#value(key);
    if (node === undefined) return undefined;
    const text = textOf(node);
    const value = text === undefined ? undefined : parse(text);
    return value ?? this.#wrong(node, `“${key}: ${text ?? ''}” is not understood.`, hint);
  }

  fields(key: string): Fields | undefined {
    const node = this.#value(key);
    if (node === undefined) return undefined;
    if (node.kind === 'map') return new Fields(node, `${this.#about}, ${key}`, this.#report);
    return this.#wrong(node, `“${key}” is not a map.`, `Write ${key}: and indented keys below it.`);
  }

  /** Maps of a list. */
  list(key: string): Fields[] {
    const node = this.#value(key);
    if (node === undefined) return [];
    if (node.kind !== 'list') {
      this.#wrong(node, `“${key}” is not a list.`, `Write ${key}: and one “- …” per item below it.`);
      return [];
    }
    return node.items.flatMap((item, at) => {
      if (item.kind === 'map') return [new Fields(item, `${this.#about}, ${key} ${at + 1}`, this.#report)];
      this.#wrong(item, `item ${at + 1} of “${key}” is not a map.`, 'Write its keys as “- key: value”.');
      return [];
    });
  }

  /** Maps under names that people choose; `about` begins their messages. */
  named(key: string, about = (name: string) => `${this.#about}, ${name}`): Array<readonly [name: string, fields: Fields]> {
    const node = this.#value(key);
    if (node === undefined) return [];
    if (node.kind !== 'map') {
      this.#wrong(node, `“${key}” is not a map.`, `Write ${key}: and “name:” below it.`);
      return [];
    }
    return node.entries.flatMap((entry) => {
      const name = keyOf(entry);
      if (entry.value?.kind === 'map') return [[name, new Fields(entry.value, about(name), this.#report)] as const];
      this.#wrong(entry.value ?? entry.key, `“${name}” is not a map.`, 'Indent its keys below it.');
      return [];
    });
  }

  /** Lists of texts under names that people choose. */
  namedTexts(key: string): Readonly<Record<string, readonly string[]>> | undefined {
    const inner = this.fields(key);
    if (inner === undefined) return undefined;
    return Object.fromEntries(entriesOf(inner.map).flatMap((entry) => {
      const texts = inner.texts(keyOf(entry));
      return texts === undefined ? [] : [[keyOf(entry), texts]];
    }));
  }

  /** Reports a problem of the reader's own at a key, or at the map where it is not written. */
  refuse(key: string, message: string, hint: string): undefined {
    return this.#wrong(this.#entry(key)?.value ?? this.map, message, hint);
  }

  finish(): void {
    for (const entry of entriesOf(this.map)) {
      const key = keyOf(entry);
      if (this.#asked.has(key)) continue;
      const near = nearKeys(key, [...this.#asked]);
      const hint = near.length > 0 ? `Did you mean ${near.map((one) => `“${one}”`).join(' or ')}?` : `Known keys: ${[...this.#asked].join(', ')}.`;
      this.#wrong(entry.key, `“${key}” is not known here.`, hint);
    }
  }

  #isWritten(key: string): boolean {
    this.#asked.add(key);
    const value = this.#entry(key)?.value;
    return value !== undefined && value !== null && !(value.kind === 'scalar' && value.value === null);
  }

  #value(key: string): SyntaxNode | undefined {
    return this.#isWritten(key) ? (this.#entry(key)?.value ?? undefined) : undefined;
  }

  #entry(key: string): SyntaxEntry | undefined {
    return entriesOf(this.map).findLast((entry) => keyOf(entry) === key);
  }

  #wrong(node: { readonly start: number; readonly end: number }, message: string, hint: string): undefined {
    this.#report({ message: `${this.#about}: ${message}`, hint, start: node.start, end: node.end });
    return undefined;
  }
}
