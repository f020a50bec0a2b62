import { parser } from '@lezer/python';
import type { PythonArgument, PythonCall, PythonDecorator, PythonFunction, PythonImport, PythonOutline } from '../core/port/pythonSyntax.ts';

type Node = ReturnType<typeof parser.parse>['topNode'];

/** Imports, functions with decorators, and calls of a Python text. Never throws: what cannot be read is left out. */
export function parsePythonSyntax(text: string): PythonOutline {
  const imports: PythonImport[] = [];
  const functions: PythonFunction[] = [];
  const calls: PythonCall[] = [];
  parser.parse(text).iterate({
    enter(at) {
      if (at.name === 'ImportStatement') imports.push(...importsOf(at.node, text));
      else if (at.name === 'FunctionDefinition') functions.push(...functionOf(at.node, text));
      else if (at.name === 'CallExpression') calls.push(...callOf(at.node, text));
    },
  });
  return { text, imports, functions, calls };
}

function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

const isPart = (node: Node): boolean => node.name === 'VariableName' || node.name === '.' || node.name === 'PropertyName' || node.name === '...';

/** `from a.b import c as d, e` and `import a.b as c, d`. */
function importsOf(statement: Node, text: string): PythonImport[] {
  const words = childrenOf(statement).map((child) => ({ child, word: text.slice(child.from, child.to) }));
  const isFrom = words[0]?.word === 'from';
  const cut = isFrom ? words.findIndex(({ child }) => child.name === 'import') : 0;
  if (cut < 0) return [];
  const module = isFrom ? words.slice(1, cut).map(({ word }) => word).join('') : '';
  const groups: Array<{ path: string; alias: string | null }> = [];
  let isAlias = false;
  let group: { path: string; alias: string | null } | undefined;
  for (const { child, word } of words.slice(cut + 1)) {
    if (child.name === ',') group = undefined;
    else if (child.name === 'as') isAlias = true;
    else if (isPart(child) || child.name === '*') {
      if (isAlias && group) group.alias = word;
      else if (group) group.path += word;
      else groups.push((group = { path: word, alias: null }));
      isAlias = false;
    }
  }
  return groups.map(({ path, alias }) =>
    isFrom
      ? { module, name: path, alias: alias ?? path, isRenamed: alias !== null }
      : { module: path, name: null, alias: alias ?? path.split('.', 1)[0] ?? path, isRenamed: alias !== null },
  );
}

function functionOf(node: Node, text: string): PythonFunction[] {
  const name = node.getChild('VariableName');
  if (!name) return [];
  const parent = node.parent;
  const decorators = parent?.name === 'DecoratedStatement' ? parent.getChildren('Decorator').map((one) => decoratorOf(one, text)) : [];
  return [{ name: text.slice(name.from, name.to), start: name.from, end: name.to, decorators }];
}

function decoratorOf(node: Node, text: string): PythonDecorator {
  const parts = childrenOf(node);
  // Newer grammars keep the decorator's expression as a node of its own.
  const call = parts.find(({ name }) => name === 'CallExpression');
  const callee = call ? (call.firstChild ?? call) : undefined;
  const name = callee ? text.slice(callee.from, callee.to) : parts.filter((part) => isPart(part) || part.name === 'MemberExpression').map((part) => text.slice(part.from, part.to)).join('');
  return { name: withoutSpace(name), args: argumentsOf((call ?? node).getChild('ArgList'), text) };
}

function callOf(node: Node, text: string): PythonCall[] {
  const callee = node.firstChild;
  if (!callee || (callee.name !== 'VariableName' && callee.name !== 'MemberExpression')) return [];
  const parent = node.parent;
  const left = parent?.name === 'AssignStatement' ? parent.firstChild : null;
  const target = left?.name === 'VariableName' ? { name: text.slice(left.from, left.to), start: left.from, end: left.to } : null;
  const name = withoutSpace(text.slice(callee.from, callee.to));
  return [{ callee: name, calleeStart: callee.from, calleeEnd: callee.to, target, args: argumentsOf(node.getChild('ArgList'), text) }];
}

function argumentsOf(list: Node | null, text: string): PythonArgument[] {
  const found: PythonArgument[] = [];
  let pending: Node[] = [];
  const flush = (): void => {
    const isNamed = pending.length === 3 && pending[1]?.name === 'AssignOp';
    const value = isNamed ? pending[2] : pending.length === 1 ? pending[0] : undefined;
    if (value) {
      const written = text.slice(value.from, value.to);
      const isReference = value.name === 'VariableName' || value.name === 'MemberExpression';
      found.push({
        name: isNamed && pending[0] ? text.slice(pending[0].from, pending[0].to) : null,
        text: value.name === 'String' ? literalOf(written) : null,
        reference: isReference ? withoutSpace(written) : null,
        start: value.from,
        end: value.to,
      });
    }
    pending = [];
  };
  for (const child of list ? childrenOf(list) : []) {
    if (child.name === ',' || child.name === '(' || child.name === ')') flush();
    else if (child.name !== 'Comment') pending.push(child);
  }
  return found;
}

const withoutSpace = (text: string): string => text.replaceAll(/\s+/g, '');

/** A literal without escapes; prefixes other than `r` and `u` make it something else. */
function literalOf(written: string): string | null {
  const found = /^[rRuU]?("""|'''|"|')([\s\S]*)\1$/.exec(written);
  const inner = found?.[2];
  return inner === undefined || inner.includes('\\') ? null : inner;
}
