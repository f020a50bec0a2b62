import type { ASTNode } from '@marcbachmann/cel-js';

/** A place in an expression, as offsets into it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface ReadPath extends Span {
  readonly names: readonly string[];
}

export interface ExpressionFault extends Span {
  readonly message: string;
  readonly hint: string;
}

/** What reads like a path, with nothing around it. */
const plainPath = /^[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*|\s*\[\s*(?:"[^"\\]*"|'[^'\\]*')\s*\])+$/;
const textFunctions = new Set(['startsWith', 'endsWith', 'contains']);
const binary = new Set<string>(['||', '&&', '==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', 'in']);

/**
 * Every path of evidence that an expression reads, in whatever branch. What could hide one is a fault: `has()`, a key that is
 * computed, a macro, a function that is not known, a path that is no name.
 */
export function readPaths(ast: ASTNode): { readonly paths: readonly ReadPath[]; readonly faults: readonly ExpressionFault[] } {
  const paths: ReadPath[] = [];
  const faults: ExpressionFault[] = [];
  const refuse = (node: ASTNode, message: string, hint: string): void => void faults.push({ start: node.start, end: node.end, message, hint });
  const walk = (node: ASTNode): void => {
    switch (node.op) {
      case 'value':
        if (typeof node.args === 'number' && !Number.isFinite(node.args)) refuse(node, 'this number is too large.', 'Write one that is finite.');
        else if (!['number', 'bigint', 'string', 'boolean'].includes(typeof node.args)) refuse(node, 'this is neither a number, nor a text, nor true or false.', 'Compare evidence with one of those.');
        return;
      case 'id':
        return refuse(node, `“${node.args}” is no evidence.`, 'Write a path: metrics.auc.');
      case '.':
      case '[]': {
        const names = namesOf(node, refuse);
        if (names === undefined) return;
        if (plainPath.test(node.input.slice(node.start, node.end))) paths.push({ names, start: node.start, end: node.end });
        else refuse(node, 'a path of evidence has something else in it.', 'Write it plainly: metrics.auc or metrics["val/loss"].');
        return;
      }
      case '.?':
      case '[?]':
        return refuse(node, 'what may be missing cannot be asked for: missing evidence is unknown.', 'Write the path without “?”.');
      case 'call':
        return refuse(node, `${node.args[0]}() cannot be used here${node.args[0] === 'has' ? ': missing evidence is unknown' : ''}.`, node.args[0] === 'has' ? 'Take it away: a path that is not there makes the rule unknown.' : 'There are the operators of CEL, startsWith, endsWith and contains.');
      case 'rcall': {
        const [name, receiver, given] = node.args;
        if (!textFunctions.has(name)) return refuse(node, `${name}() cannot be used here.`, 'There are the operators of CEL, startsWith, endsWith and contains.');
        return [receiver, ...given].forEach(walk);
      }
      case 'list':
        return node.args.forEach(walk);
      case 'map':
        return refuse(node, 'a map cannot be used here.', 'Compare evidence with numbers, texts or lists of them.');
      case '?:':
        return node.args.forEach(walk);
      case '!_':
      case '-_':
        return walk(node.args);
      default: {
        if (!binary.has(node.op)) return refuse(node, `${String(node.op)} cannot be used here.`, 'There are the operators of CEL, startsWith, endsWith and contains.');
        const [left, right] = node.args;
        // Half of it would be gone without a word: 1 / 2 is 0.
        if ((node.op === '/' || node.op === '%') && isWhole(left) && isWhole(right)) return refuse(node, 'two whole numbers are divided, of which CEL keeps the whole part only.', 'Write 1.0 / 2.0.');
        return [left, right].forEach(walk);
      }
    }
  };
  walk(ast);
  return { paths, faults };
}

function isWhole(node: ASTNode): boolean {
  return node.op === 'value' && typeof node.args === 'bigint';
}

/** `metrics.test["auc"]` → its names. */
function namesOf(node: ASTNode, refuse: (node: ASTNode, message: string, hint: string) => void): string[] | undefined {
  if (node.op === 'id') return [node.args];
  if (node.op === '.') {
    const before = namesOf(node.args[0], refuse);
    return before && [...before, node.args[1]];
  }
  if (node.op === '[]') {
    const [of, key] = node.args;
    const before = namesOf(of, refuse);
    if (before === undefined) return undefined;
    if (key.op === 'value' && typeof key.args === 'string') return [...before, key.args];
    refuse(key, 'a key that is computed cannot be used here: it is not known what it reads.', 'Write the name itself: metrics["val/loss"].');
    return undefined;
  }
  refuse(node, 'only evidence has names below it.', 'Write a path: metrics.auc.');
  return undefined;
}
