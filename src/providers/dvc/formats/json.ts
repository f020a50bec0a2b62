import { fail } from '../../../core/base/fault.ts';
import { PyFloat, setKey, type Data, type DataMap, type ParseOptions } from './data.ts';

/** JSON as Python reads it: bare NaN, Infinity and -Infinity are numbers. Throws `corrupt` with the 0-based line. */
export function parseJson(text: string, options: ParseOptions = {}): Data {
  if (!options.markFloats) {
    try {
      return JSON.parse(text) as Data;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      // Python's extras are worth a second, slower look.
    }
  }
  const reader = new JsonReader(text, options.markFloats ?? false);
  const value = reader.value(0);
  reader.end();
  return value;
}

const number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
const word = /true|false|null|NaN|-?Infinity/y;
 
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const blank = /[ \t\n\r]*/y;
const words: Readonly<Record<string, Data>> = { true: true, false: false, null: null, NaN: NaN, Infinity, '-Infinity': -Infinity };
const maxDepth = 500;

class JsonReader {
  readonly #text: string;
  readonly #markFloats: boolean;
  #at = 0;

  constructor(text: string, markFloats: boolean) {
    this.#text = text;
    this.#markFloats = markFloats;
  }

  value(depth: number): Data {
    this.#take(blank);
    if (depth > maxDepth) throw this.#fault();
    const next = this.#text[this.#at];
    if (next === '{') return this.#object(depth);
    if (next === '[') return this.#array(depth);
    if (next === '"') return this.#string();
    const name = this.#take(word);
    if (name !== undefined) return words[name] ?? null;
    const digits = this.#take(number);
    if (digits === undefined) throw this.#fault();
    const value = Number(digits);
    return this.#markFloats && /[.eE]/.test(digits) ? new PyFloat(value) : value;
  }

  end(): void {
    this.#take(blank);
    if (this.#at < this.#text.length) throw this.#fault();
  }

  #object(depth: number): DataMap {
    const map: DataMap = {};
    this.#at += 1;
    this.#take(blank);
    if (this.#eat('}')) return map;
    for (;;) {
      this.#take(blank);
      const key = this.#string();
      this.#take(blank);
      if (!this.#eat(':')) throw this.#fault();
      setKey(map, key, this.value(depth + 1));
      this.#take(blank);
      if (this.#eat('}')) return map;
      if (!this.#eat(',')) throw this.#fault();
    }
  }

  #array(depth: number): Data[] {
    const items: Data[] = [];
    this.#at += 1;
    this.#take(blank);
    if (this.#eat(']')) return items;
    for (;;) {
      items.push(this.value(depth + 1));
      this.#take(blank);
      if (this.#eat(']')) return items;
      if (!this.#eat(',')) throw this.#fault();
    }
  }

  #string(): string {
    const raw = this.#take(string);
    if (raw === undefined) throw this.#fault();
    return JSON.parse(raw) as string;
  }

  #eat(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match) return undefined;
    this.#at += match[0].length;
    return match[0];
  }

  #fault(): Error {
    const before = this.#text.slice(0, this.#at);
    const line = before.split('\n').length - 1;
    return fail('corrupt', 'The JSON cannot be read.', {
      at: { path: '', line, column: this.#at - (before.lastIndexOf('\n') + 1) },
    });
  }
}
