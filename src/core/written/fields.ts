import { didYouMean, nearKeys } from '../filter/near.ts';
import { entriesOf, keyOf, textOf } from '../pipeline/syntaxNodes.ts';
import type { SyntaxEntry, SyntaxMap, SyntaxNode } from '../port/syntax.ts';

/** Something wrong in a file that people write, with its place as offsets into the text. */
export interface WrittenProblem {
  readonly message: string;
  readonly hint: string;
  readonly start: number;
  readonly end: number;
}

/** A text that stands by itself in a list, with its place. */
export interface WrittenText {
  readonly text: string;
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
  readonly #strictText: string | null;
  readonly #asked = new Set<string>();

  /**
   * `about` begins each message: `Monitor “churn”`. `strictText`, the text of the file, is for files in which nothing may be guessed:
   * a number where a text is asked for (1.10 reads as 1.1), a key with nothing behind it and one that is there twice are mistakes.
   */
  constructor(map: SyntaxMap, about: string, report: (problem: WrittenProblem) => void, { strictText = null }: { readonly strictText?: string | null } = {}) {
    this.map = map;
    this.#about = about;
    this.#report = report;
    this.#strictText = strictText;
  }

  /** Of a map below this one. */
  inside(map: SyntaxMap, about: string): Fields {
    return new Fields(map, `${this.#about}, ${about}`, this.#report, { strictText: this.#strictText });
  }

  /** Whether it is written; it counts as asked for. */
  has(key: string): boolean {
    this.#asked.add(key);
    return this.#entry(key) !== undefined;
  }

  isMap(key: string): boolean {
    return this.#value(key)?.kind === 'map';
  }

  text(key: string): string | undefined {
    const node = this.#value(key);
    if (node === undefined) return undefined;
    const text = this.#textOf(node);
    if (text === undefined || text.trim() === '') return this.#wrong(node, `“${key}” is no text.`, `Write ${key}: followed by a text.`);
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
    if (!(Number.isFinite(value) && value >= least && value <= most) || (isWhole && !Number.isInteger(value))) {
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

  /** True or one of the words; a word that is none is reported with those there are. */
  flagOr<T extends string>(key: string, words: readonly T[]): boolean | T | undefined {
    const node = this.#value(key);
    return node?.kind === 'scalar' && typeof node.value === 'boolean' ? node.value : this.choice(key, words);
  }

  choice<T extends string>(key: string, options: readonly T[]): T | undefined {
    const node = this.#value(key);
    if (node === undefined) return undefined;
    const text = textOf(node);
    const found = options.find((option) => option === text);
    if (found !== undefined) return found;
    return this.#wrong(node, `“${key}” is “${text ?? ''}”, which is not known.`, `${didYouMean(text ?? '', options)}One of: ${options.join(', ')}.`);
  }

  /** A list of texts; a single text is a list of one. Numbers and booleans are read as they are written. */
  texts(key: string): string[] | undefined {
    const node = this.#value(key);
    if (node === undefined) return undefined;
    const items = node.kind === 'list' ? node.items.map((item) => this.#textOf(item)) : [this.#textOf(node)];
    const texts = items.filter((one): one is string => one !== undefined);
    if (texts.length < items.length) return this.#wrong(node, `“${key}” is not a list of texts.`, `Write ${key}: [one, two].`);
    return texts;
  }

  /** As `texts`, each one of `options`; the others are reported and left out. */
  choices<T extends string>(key: string, options: readonly T[]): T[] | undefined {
    return this.texts(key)?.flatMap((text) => {
      const found = options.find((option) => option === text);
      return found ?? this.refuse(key, `“${text}” is not known.`, `${didYouMean(text, options)}One of: ${options.join(', ')}.`) ?? [];
    });
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
    if (node.kind === 'map') return this.inside(node, key);
    return this.#wrong(node, `“${key}” is not a map.`, `Write ${key}: and indented keys below it.`);
  }

  /** Maps of a list. */
  list(key: string): Fields[] {
    return this.#items<never>(key, (item, at) => this.#wrong(item, `item ${at + 1} of “${key}” is not a map.`, 'Write its keys as “- key: value”.'));
  }

  /** Maps of a list in which a text may stand for a map. */
  listOrTexts(key: string): Array<Fields | WrittenText> {
    return this.#items<WrittenText>(key, (item, at) => {
      const text = this.#textOf(item);
      return text === undefined ? this.#wrong(item, `item ${at + 1} of “${key}” is neither a text nor a map.`, `Write “- ” and a text.`) : { text, start: item.start, end: item.end };
    });
  }

  #items<T>(key: string, other: (item: SyntaxNode, at: number) => T | undefined): Array<Fields | T> {
    const node = this.#value(key);
    if (node === undefined) return [];
    if (node.kind !== 'list') {
      this.#wrong(node, `“${key}” is not a list.`, `Write ${key}: and one “- …” per item below it.`);
      return [];
    }
    return node.items.flatMap((item, at) => (item.kind === 'map' ? this.inside(item, `${key} ${at + 1}`) : (other(item, at) ?? [])));
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
      if (this.#strictText !== null) this.#textOf(entry.key);
      if (entry.value?.kind === 'map') return [[name, new Fields(entry.value, about(name), this.#report, { strictText: this.#strictText })] as const];
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

  /** Reports a problem of the reader's own at a key, or at the map where it is not written; `within`: at a part of the text behind it. */
  refuse(key: string, message: string, hint: string, within?: WrittenText): undefined {
    const node = this.#entry(key)?.value ?? this.map;
    const at = within === undefined || this.#strictText === null ? -1 : this.#strictText.indexOf(within.text, node.start);
    const isThere = at >= 0 && within !== undefined && at + within.text.length <= node.end;
    return this.#wrong(isThere ? { start: at + within.start, end: at + within.end } : node, message, hint);
  }

  /** `mayBeEmpty`: keys that may have nothing behind them. */
  finish({ mayBeEmpty = [] }: { readonly mayBeEmpty?: readonly string[] } = {}): void {
    const seen = new Set<string>();
    for (const entry of entriesOf(this.map)) {
      const key = keyOf(entry);
      if (this.#strictText !== null && seen.has(key)) this.#wrong(entry.key, `“${key}” is written twice.`, 'Keep one of the two.');
      seen.add(key);
      if (this.#asked.has(key)) {
        if (this.#strictText !== null && !this.#isWritten(key) && !mayBeEmpty.includes(key)) this.#wrong(entry.key, `“${key}” has nothing behind it.`, 'Write its value, or take the line away.');
        continue;
      }
      const near = nearKeys(key, [...this.#asked]);
      const hint = near.length > 0 ? `Did you mean ${near.map((one) => `“${one}”`).join(' or ')}?` : `Known keys: ${[...this.#asked].join(', ')}.`;
      this.#wrong(entry.key, `“${key}” is not known here.`, hint);
    }
  }

  /** The text of a scalar; where nothing may be guessed, of a text only. */
  #textOf(node: SyntaxNode): string | undefined {
    if (this.#strictText === null || node.kind !== 'scalar' || typeof node.value === 'string' || node.value === null) return textOf(node);
    const written = this.#strictText.slice(node.start, node.end);
    return this.#wrong(node, `${written} is read as ${typeof node.value === 'number' ? `the number ${node.value}` : String(node.value)}, not as a text.`, `Put it in quotes: "${written}".`);
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
