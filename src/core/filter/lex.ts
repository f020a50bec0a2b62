import { fail } from '../base/fault.ts';

export interface Token {
  readonly kind: 'word' | 'path' | 'string' | 'number' | 'symbol' | 'end';
  /** A path's text is its segments joined by dots, back-ticks removed. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const spaces = /\s+/y;
const number = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_.])/uy;
const segment = /[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*/uy;
const symbol = /<=|>=|!=|==|!~|[=<>~(),]/y;

/** Throws `invalid` at the first character that begins no token. */
export function lex(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const blank = match(spaces, text, at);
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const token = next(text, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length });
  return tokens;
}

function next(text: string, start: number): Token {
  const character = text[start] ?? '';
  if (character === '"' || character === "'") return quoted(text, start, character);
  const digits = match(number, text, start);
  if (digits !== undefined) return { kind: 'number', text: digits, start, end: start + digits.length };
  const sign = match(symbol, text, start);
  if (sign !== undefined) return { kind: 'symbol', text: sign === '==' ? '=' : sign, start, end: start + sign.length };
  return word(text, start);
}

/** `status`, `metrics.acc`, ``metrics.`val/loss` ``. */
function word(text: string, start: number): Token {
  const parts: string[] = [];
  let at = start;
  for (;;) {
    if (text[at] === '`') {
      const close = text.indexOf('`', at + 1);
      if (close < 0) throw mistake('A name in back-ticks is not closed.', at);
      parts.push(text.slice(at + 1, close));
      at = close + 1;
    } else {
      const name = match(segment, text, at);
      if (name === undefined) {
        throw parts.length > 0
          ? mistake('A name is missing after the dot.', at, 'Odd names go in back-ticks: metrics.`val/loss`.')
          : mistake(`“${text.slice(at, at + 1)}” does not belong here.`, at, 'Text goes in quotes, odd names in back-ticks.');
      }
      parts.push(name);
      at += name.length;
    }
    if (text[at] !== '.') break;
    at += 1;
  }
  return { kind: parts.length > 1 ? 'path' : 'word', text: parts.join('.'), start, end: at };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', "'": "'" };

/** `\n`, `\t`, `\r` and quotes are escapes; any other backslash stays, so that a regex reads as it is written. */
function quoted(text: string, start: number, quote: string): Token {
  let value = '';
  let at = start + 1;
  for (; at < text.length && text[at] !== quote; at += 1) {
    const character = text[at] ?? '';
    const following = text[at + 1];
    if (character !== '\\' || following === undefined) {
      value += character;
      continue;
    }
    value += escapes[following] ?? `\\${following}`;
    at += 1;
  }
  if (at >= text.length) throw mistake('A text in quotes is not closed.', start);
  return { kind: 'string', text: value, start, end: at + 1 };
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** A fault that points at a column of the filter. */
export function mistake(message: string, column: number, hint?: string): Error {
  return fail('invalid', `${message} (column ${column + 1} of the filter)`, {
    at: { path: '', line: 0, column },
    ...(hint === undefined ? {} : { hint }),
  });
}
