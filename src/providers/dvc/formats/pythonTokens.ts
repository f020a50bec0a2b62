import { fail } from '../../../core/base/fault.ts';

export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'mark';
  readonly text: string;
  /** 0-based. */
  readonly line: number;
}

/** One logical line: brackets and backslashes joined, `;` cut. */
export interface Statement {
  /** Columns, a tab counting to the next multiple of eight. */
  readonly indent: number;
  readonly tokens: readonly Token[];
  /** True for what follows another statement on its line. */
  readonly isInline: boolean;
}

const blank = /[ \t\f]*/y;
const comment = /#[^\n]*/y;
const name = /[\p{L}_][\p{L}\p{N}_]*/uy;
const number = /(?:0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*)?\.?\d[\d_]*\.?(?:[eE][-+]?\d[\d_]*)?|\d[\d_]*\.(?:[eE][-+]?\d+)?)[jJ]?/y;
const string = /[rRbBuUfF]{0,2}(?:"""(?:[^\\]|\\[^])*?"""|'''(?:[^\\]|\\[^])*?'''|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*')/y;
const mark = /\*\*=?|\/\/=?|->|:=|[<>=!]=|<<=?|>>=?|\.\.\.|[-+*/%@&|^]=|[-+*/%@&|^~<>=()[\]{},:.;!`$?]/y;

/** Python source as logical lines. Throws `corrupt` where it cannot be Python. */
export function pythonStatements(source: string): Statement[] {
  const text = source.replace(/\r\n?/g, '\n');
  const statements: Statement[] = [];
  let tokens: Token[] = [];
  let indent = 0;
  let line = 0;
  let at = 0;
  let depth: string[] = [];
  let isInline = false;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined || found === '') return undefined;
    at += found.length;
    return found;
  };
  const end = () => {
    if (tokens.length > 0) statements.push({ indent, tokens, isInline });
    tokens = [];
  };
  const broken = (what: string) => fail('corrupt', what, { at: { path: '', line } });
  if (text.startsWith('\ufeff')) throw broken('It begins with a byte order mark.');
  while (at < text.length) {
    const spaces = take(blank) ?? '';
    if (tokens.length === 0 && depth.length === 0 && (at - spaces.length === 0 || text[at - spaces.length - 1] === '\n')) {
      indent = columns(spaces);
      isInline = false;
    }
    take(comment);
    if (at >= text.length) break;
    if (text[at] === '\n') {
      if (depth.length === 0) end();
      at += 1;
      line += 1;
    } else if (text.startsWith('\\\n', at)) {
      at += 2;
      line += 1;
    } else if (text[at] === ';' && depth.length === 0) {
      at += 1;
      end();
      isInline = true;
    } else {
      const token = takeToken(take, line);
      if (!token) throw broken('The Python cannot be read.');
      if (token.kind === 'mark') depth = bracket(depth, token.text, broken);
      tokens.push(token);
      line += token.kind === 'string' ? token.text.split('\n').length - 1 : 0;
    }
  }
  if (depth.length > 0) throw broken(`A ${depth.at(-1)} is never closed.`);
  end();
  return statements;
}

function takeToken(take: (pattern: RegExp) => string | undefined, line: number): Token | undefined {
  for (const [kind, pattern] of [['string', string], ['name', name], ['number', number], ['mark', mark]] as const) {
    const text = take(pattern);
    if (text !== undefined) return { kind, text, line };
  }
  return undefined;
}

const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

function bracket(depth: string[], text: string, broken: (what: string) => Error): string[] {
  if (text === '(' || text === '[' || text === '{') return [...depth, text];
  const open = closing[text];
  if (open === undefined) return depth;
  if (depth.at(-1) !== open) throw broken(`A ${text} closes nothing.`);
  return depth.slice(0, -1);
}

function columns(spaces: string): number {
  let count = 0;
  for (const one of spaces) count = one === '\t' ? (Math.floor(count / 8) + 1) * 8 : count + 1;
  return count;
}
