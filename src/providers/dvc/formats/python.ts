import { setKey, type Data, type DataMap, type ParseOptions } from './data.ts';
import { checkPython, isCompound } from './pythonCheck.ts';
import { notLiteral, readLiteral } from './pythonLiteral.ts';
import { pythonStatements, type Statement, type Token } from './pythonTokens.ts';

/**
 * Params of a Python file: literals assigned at the top level, in classes, and to `self` in `__init__`. Nothing is
 * run. Throws `corrupt` for text that cannot be Python.
 */
export function parsePython(text: string, options: ParseOptions = {}): Data {
  const statements = pythonStatements(text);
  checkPython(statements);
  return readBody(statements, 0, statements.length, false, options.markFloats ?? false);
}

function readBody(statements: readonly Statement[], from: number, to: number, isInit: boolean, markFloats: boolean): DataMap {
  const values: DataMap = {};
  for (let at = from; at < to; ) {
    const statement = statements[at];
    if (!statement) break;
    const end = bodyEnd(statements, at, to);
    const opened = headOf(statement.tokens);
    if (opened) {
      const inline = inlineBody(statement);
      const inner = inline ? [inline, ...statements.slice(at + 1, end)] : statements.slice(at + 1, end);
      const body = readBody(inner, 0, inner.length, opened.kind === 'def', markFloats);
      if (opened.kind === 'class') setKey(values, opened.name, body);
      // Only the constructor's own assignments count, and they belong to what surrounds it.
      else if (opened.name === '__init__') for (const [key, value] of Object.entries(body)) setKey(values, key, value);
    } else {
      const assigned = readAssignment(statement.tokens, isInit, markFloats);
      if (assigned) setKey(values, assigned.name, assigned.value);
    }
    at = end;
  }
  return values;
}

/** Past the statement and all that is indented below it. */
function bodyEnd(statements: readonly Statement[], at: number, to: number): number {
  const indent = statements[at]?.indent ?? 0;
  let end = at + 1;
  if (!opensBlock(statements[at])) return end;
  while (end < to && ((statements[end]?.indent ?? 0) > indent || statements[end]?.isInline)) end += 1;
  return end;
}

/** A compound statement, its body below it or on its own line. */
function opensBlock(statement: Statement | undefined): boolean {
  const last = statement?.tokens.at(-1);
  return (last?.kind === 'mark' && last.text === ':') || isCompound(statement?.tokens ?? []);
}

function headOf(tokens: readonly Token[]): { readonly kind: 'class' | 'def'; readonly name: string } | undefined {
  const [first, second] = tokens;
  if (second?.kind !== 'name' || (first?.text !== 'class' && first?.text !== 'def')) return undefined;
  return { kind: first.text, name: second.text };
}

/** `class A: x = 1` on one line. */
function inlineBody(statement: Statement): Statement | undefined {
  let depth = 0;
  for (const [index, { kind, text }] of statement.tokens.entries()) {
    if (kind !== 'mark') continue;
    if ('([{'.includes(text)) depth += 1;
    else if (')]}'.includes(text)) depth -= 1;
    else if (text === ':' && depth === 0) {
      const tokens = statement.tokens.slice(index + 1);
      return tokens.length > 0 ? { indent: statement.indent + 1, tokens, isInline: true } : undefined;
    }
  }
  return undefined;
}

function readAssignment(tokens: readonly Token[], isInit: boolean, markFloats: boolean): { readonly name: string; readonly value: Data } | undefined {
  const equals: number[] = [];
  let depth = 0;
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== 'mark') continue;
    if ('([{'.includes(text)) depth += 1;
    else if (')]}'.includes(text)) depth -= 1;
    else if (text === '=' && depth === 0) equals.push(index);
  }
  const [at] = equals;
  if (equals.length !== 1 || at === undefined) return undefined;
  const target = tokens.slice(0, at);
  const colon = target.findIndex(({ kind, text }) => kind === 'mark' && text === ':');
  const name = targetName(colon < 0 ? target : target.slice(0, colon), isInit);
  if (name === undefined) return undefined;
  const value = readLiteral(tokens.slice(at + 1), markFloats);
  return value === notLiteral ? undefined : { name, value };
}

/** `x`, or `self.x`; in a constructor only the latter. */
function targetName(target: readonly Token[], isInit: boolean): string | undefined {
  const [first, dot, last] = target;
  if (target.length === 1 && first?.kind === 'name') return isInit ? undefined : first.text;
  const isSelf = target.length === 3 && first?.text === 'self' && dot?.text === '.' && last?.kind === 'name';
  return isSelf ? last.text : undefined;
}
