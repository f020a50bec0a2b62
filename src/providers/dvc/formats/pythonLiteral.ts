import { PyFloat, setKey, type Data, type DataMap } from './data.ts';
import type { Token } from './pythonTokens.ts';

/** What is no literal: the assignment is left out, as DVC does. */
export const notLiteral: unique symbol = Symbol('not a literal');

/** The value of an expression by the rules of Python's `ast.literal_eval`. */
export function readLiteral(tokens: readonly Token[], markFloats: boolean): Data | typeof notLiteral {
  const reader = new LiteralReader(tokens, markFloats);
  const value = reader.tuple();
  return value !== notLiteral && reader.isEnd ? value : notLiteral;
}

class LiteralReader {
  readonly #tokens: readonly Token[];
  readonly #markFloats: boolean;
  #at = 0;

  constructor(tokens: readonly Token[], markFloats: boolean) {
    this.#tokens = tokens;
    this.#markFloats = markFloats;
  }

  get isEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** `1, 2` without brackets is a tuple. */
  tuple(): Data | typeof notLiteral {
    const first = this.#value();
    if (first === notLiteral || !this.#isNext(',')) return first;
    const items: Data[] = [first];
    while (this.#eat(',')) {
      if (this.isEnd || this.#isNext(')')) break;
      const item = this.#value();
      if (item === notLiteral) return notLiteral;
      items.push(item);
    }
    return items;
  }

  #value(): Data | typeof notLiteral {
    const token = this.#tokens[this.#at];
    if (!token) return notLiteral;
    if (token.kind === 'string') return this.#strings();
    this.#at += 1;
    if (token.kind === 'number') return this.#number(token.text);
    if (token.kind === 'name') return constants.get(token.text) ?? (token.text === 'None' ? null : notLiteral);
    if (token.text === '-' || token.text === '+') return this.#signed(token.text);
    if (token.text === '[') return this.#items(']');
    if (token.text === '{') return this.#braces();
    if (token.text !== '(') return notLiteral;
    if (this.#eat(')')) return [];
    const inner = this.tuple();
    return this.#eat(')') ? inner : notLiteral;
  }

  #signed(sign: string): Data | typeof notLiteral {
    const value = this.#value();
    if (typeof value === 'number') return sign === '-' ? -value : value;
    if (value instanceof PyFloat) return new PyFloat(sign === '-' ? -value.value : value.value);
    return notLiteral;
  }

  #number(text: string): Data | typeof notLiteral {
    if (/[jJ]$/.test(text)) return notLiteral;
    const digits = text.replaceAll('_', '');
    const value = Number(digits);
    if (Number.isNaN(value)) return notLiteral;
    return this.#markFloats && !/^0[xX]/.test(digits) && /[.eE]/.test(digits) ? new PyFloat(value) : value;
  }

  #strings(): Data | typeof notLiteral {
    let text = '';
    for (let token = this.#tokens[this.#at]; token?.kind === 'string'; token = this.#tokens[this.#at]) {
      const part = stringValue(token.text);
      if (part === undefined) return notLiteral;
      text += part;
      this.#at += 1;
    }
    return text;
  }

  #items(close: string): Data[] | typeof notLiteral {
    const items: Data[] = [];
    while (!this.#eat(close)) {
      const item = this.#value();
      if (item === notLiteral || (!this.#eat(',') && !this.#isNext(close))) return notLiteral;
      items.push(item);
    }
    return items;
  }

  #braces(): Data | typeof notLiteral {
    const map: DataMap = {};
    while (!this.#eat('}')) {
      const key = this.#value();
      if (key === notLiteral || !this.#eat(':')) return notLiteral;
      const value = this.#value();
      if (value === notLiteral || (!this.#eat(',') && !this.#isNext('}'))) return notLiteral;
      setKey(map, typeof key === 'string' ? key : JSON.stringify(key instanceof PyFloat ? key.value : key), value);
    }
    return map;
  }

  #isNext(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'mark' && token.text === text;
  }

  #eat(text: string): boolean {
    if (!this.#isNext(text)) return false;
    this.#at += 1;
    return true;
  }
}

const constants = new Map<string, Data>([
  ['True', true],
  ['False', false],
]);

const escapes: Readonly<Record<string, string>> = {
  n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v', '\\': '\\', "'": "'", '"': '"', '\n': '',
};

/** Undefined for bytes and f-strings: no text literal. */
function stringValue(token: string): string | undefined {
  const prefix = /^[a-zA-Z]*/.exec(token)?.[0].toLowerCase() ?? '';
  if (prefix.includes('b') || prefix.includes('f')) return undefined;
  const quoted = token.slice(prefix.length);
  const width = quoted.startsWith('"""') || quoted.startsWith("'''") ? 3 : 1;
  const body = quoted.slice(width, -width).replaceAll('\r\n', '\n');
  if (prefix.includes('r')) return body;
  return body.replace(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([^]))/g, (all: string, x?: string, u?: string, big?: string, octal?: string, one: string | undefined = '') => {
    const hex = x ?? u ?? big;
    if (hex !== undefined) return String.fromCodePoint(Math.min(0x10ffff, parseInt(hex, 16)));
    if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8));
    return escapes[one] ?? all;
  });
}
