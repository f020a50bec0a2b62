import { fail } from '../../../core/base/fault.ts';
import type { Statement, Token } from './pythonTokens.ts';

const compound = new Set(['if', 'elif', 'else', 'for', 'while', 'try', 'except', 'finally', 'with', 'def', 'class', 'async']);
/** Words after which, or before which, another word may stand. */
const keywords = new Set([
  ...compound, ...['and', 'as', 'assert', 'await', 'break', 'case', 'continue', 'del', 'from', 'global', 'import', 'in', 'is', 'lambda'],
  ...['match', 'nonlocal', 'not', 'or', 'pass', 'raise', 'return', 'type', 'yield'],
]);
const openings = new Set(['(', '[', '{']);
const closings = new Set([')', ']', '}']);

/**
 * Refuses text that Python itself would not read, since DVC then shows nothing of the file: wrong indentation, values
 * side by side, values missing. It is no full parser: what it lets through is read as far as it goes. Throws `corrupt`.
 */
export function checkPython(statements: readonly Statement[]): void {
  checkIndentation(statements);
  for (const { tokens } of statements) {
    if (isCompound(tokens) && !tokens.some(({ text }) => text === ':')) throw broken(tokens[0], 'has no colon');
    for (const [index, token] of tokens.entries()) checkNeighbours(tokens[index - 1], token);
    const last = tokens.at(-1);
    if (last && last.kind === 'mark' && needsMore(last.text)) throw broken(last, 'ends too early');
  }
}

/** `if x:`, `class A:` and the like. */
export function isCompound([first, second]: readonly Token[]): boolean {
  return first?.kind === 'name' && compound.has(first.text) && second?.text !== '=';
}

function checkIndentation(statements: readonly Statement[]): void {
  const levels = [0];
  let isOpen = false;
  for (const { indent, tokens, isInline } of statements) {
    if (!isInline) {
      const [first] = tokens;
      if (isOpen ? indent <= (levels.at(-1) ?? 0) : indent > (levels.at(-1) ?? 0)) throw broken(first, 'has the wrong indentation');
      if (isOpen) levels.push(indent);
      while (indent < (levels.at(-1) ?? 0)) levels.pop();
      if (indent !== levels.at(-1)) throw broken(first, 'has the wrong indentation');
    }
    const last = tokens.at(-1);
    isOpen = last?.kind === 'mark' && last.text === ':';
    if (isOpen && !isCompound(tokens) && tokens[0]?.text !== 'match' && tokens[0]?.text !== 'case') throw broken(last, 'stands where no block begins');
  }
  if (isOpen) throw broken(statements.at(-1)?.tokens[0], 'has no body');
}

function checkNeighbours(before: Token | undefined, token: Token): void {
  const { kind, text } = token;
  if (kind === 'mark' && /^[$?!`]$/.test(text)) throw broken(token, 'is no part of Python');
  if (kind === 'number' && /^0\d*[1-9]/.test(text) && /^[\d_]+$/.test(text)) throw broken(token, 'begins with a zero');
  if (kind === 'number' && /__|_$|_[.eE]|[.eE]_/.test(text)) throw broken(token, 'is no number');
  if (!before) return;
  const startsValue = kind !== 'mark' && !(kind === 'name' && keywords.has(text));
  if (startsValue && endsValue(before) && !(kind === 'string' && before.kind === 'string')) throw broken(token, 'follows another value');
  if (kind !== 'mark' || before.kind !== 'mark') return;
  if (text === ',' && (before.text === ',' || openings.has(before.text))) throw broken(token, 'follows no value');
  if ((text === '=' || closings.has(text)) && needsMore(before.text)) throw broken(token, 'follows no value');
}

/** `None` and a name end a value as a bracket does; a keyword does not. */
function endsValue({ kind, text }: Token): boolean {
  if (kind === 'mark') return closings.has(text);
  return kind !== 'name' || !keywords.has(text);
}

/** A mark that something has to follow. `*` and `/` may end a list of parameters. */
function needsMore(text: string): boolean {
  return /^(?:[-+%@&|^~<>=.]|\*\*|\/\/|<<|>>|[<>=!]=|:=|->|[-+*/%@&|^]=|(?:\*\*|\/\/|<<|>>)=)$/.test(text);
}

function broken(token: Token | undefined, what: string): Error {
  return fail('corrupt', `“${token?.text.slice(0, 20) ?? ''}” ${what}.`, { at: { path: '', line: token?.line ?? 0 } });
}
