import type { ParseResult } from '@marcbachmann/cel-js';
import { LruMap } from '../../../base/lru.ts';
import { evidencePath, type Holds } from '../evidencePath.ts';
import { longestExpression } from './longestExpression.ts';
import { Measured, measuring, type Trouble } from './measuredType.ts';
import { readPaths, type ExpressionFault, type ReadPath } from './readPaths.ts';

export interface CompiledExpression {
  /** Every path that any branch reads, with what stands there. */
  readonly paths: ReadonlyMap<string, Holds>;
  /** `values` has all paths, of their types; numbers are finite. Answers why it has no answer where it has none. */
  run(values: ReadonlyMap<string, number | string | boolean>): boolean | { readonly unknown: string };
}

const mostPaths = 60;
const celType: Readonly<Record<Holds, string>> = { number: 'measured', text: 'string', flag: 'bool' };
/** Short for the root that is read most. */
const aliases: Readonly<Record<string, string>> = { m: 'metrics' };

/** `m.gap` → `metrics.gap`. */
export function plainNames([root = '', ...names]: readonly string[]): string[] {
  return [aliases[root] ?? root, ...names];
}

type Compiled = CompiledExpression | { readonly faults: readonly ExpressionFault[] };

/** A few of the last ones: a rule is read once and held against many versions. */
const last = new LruMap<string, Compiled>(100);

/** Reads an expression, its paths and its types; nothing of it is run. */
export function compileExpression(text: string): Compiled {
  const before = last.get(text);
  if (before !== undefined) return before;
  const compiled = compiledOf(text);
  last.set(text, compiled);
  return compiled;
}

function compiledOf(text: string): Compiled {
  const whole = { start: 0, end: text.length };
  if (text.length > longestExpression) return { faults: [{ ...whole, message: `it is longer than ${longestExpression} characters.`, hint: 'Make several rules of it.' }] };
  const parsed = parse(text);
  if ('fault' in parsed) return { faults: [parsed.fault] };
  const read = readPaths(parsed.program.ast);
  const known = read.paths.map((path) => ({ path, names: plainNames(path.names), at: evidencePath(plainNames(path.names)) }));
  const wrong = known.flatMap(({ path: { start, end }, at }) => ('wrong' in at ? [{ start, end, message: at.wrong, hint: at.hint }] : []));
  if (read.faults.length + wrong.length > 0) return { faults: [...read.faults, ...wrong] };
  const paths = new Map(known.flatMap(({ names, at }) => ('holds' in at ? [[names.join('.'), at.holds] as const] : [])));
  if (paths.size === 0) return { faults: [{ ...whole, message: 'it reads no evidence.', hint: 'Compare something that was measured: metrics.auc > 0.8.' }] };
  if (paths.size > mostPaths) return { faults: [{ ...whole, message: `it reads more than ${mostPaths} paths.`, hint: 'Make several rules of it.' }] };
  const variables = new Map([...paths.keys()].map((path, at) => [path, `p${at}`]));
  const program = typed(replaced(text, read.paths, variables), paths, variables);
  return 'fault' in program ? { faults: [program.fault] } : { paths, run: (values) => run(program.program, variables, values) };
}

type Parsed = { readonly program: ParseResult } | { readonly fault: ExpressionFault };

function parse(text: string): Parsed {
  try {
    return { program: measuring().parse(text) };
  } catch (error) {
    return { fault: faultOf(error, text) };
  }
}

/** With a variable of the path's type for each path, so that CEL tells what cannot be compared before anything is measured. */
function typed(text: string, paths: ReadonlyMap<string, Holds>, variables: ReadonlyMap<string, string>): Parsed {
  const environment = measuring().clone();
  for (const [path, holds] of paths) environment.registerVariable(nameIn(variables.get(path)!, 0), celType[holds]);
  try {
    const program = environment.parse(text);
    const { valid, type, error } = program.check();
    if (!valid) return { fault: faultOf(error, text) };
    if (type !== 'bool') return { fault: { start: 0, end: text.length, message: `it answers with a ${type === 'measured' ? 'number' : (type ?? 'value')}, not with true or false.`, hint: 'Compare it: … > 0.8.' } };
    return { program };
  } catch (error) {
    return { fault: faultOf(error, text) };
  }
}

function run(program: ParseResult, variables: ReadonlyMap<string, string>, values: ReadonlyMap<string, number | string | boolean>): boolean | { readonly unknown: string } {
  const trouble: Trouble = { message: null };
  const context = Object.fromEntries([...variables].map(([path, name]) => {
    const value = values.get(path);
    return [name, typeof value === 'number' ? new Measured(value, trouble) : value];
  }));
  try {
    const answer: unknown = program(context);
    if (trouble.message !== null) return { unknown: trouble.message };
    return typeof answer === 'boolean' ? answer : { unknown: 'The expression has no answer.' };
  } catch (error) {
    return { unknown: trouble.message ?? `The expression has no answer: ${saying(error).message}.` };
  }
}

/** Blanks keep the length of each path, so that what CEL says of a place is true of the text as it was written. */
function replaced(text: string, paths: readonly ReadPath[], variables: ReadonlyMap<string, string>): string {
  return paths.toSorted((a, b) => b.start - a.start).reduce((rest, { names, start, end }) => rest.slice(0, start) + nameIn(variables.get(plainNames(names).join('.'))!, end - start) + rest.slice(end), text);
}

function nameIn(name: string, length: number): string {
  return name.padEnd(length, ' ');
}

function faultOf(error: unknown, text: string): ExpressionFault {
  const { message, start, end } = saying(error);
  const words = message.replaceAll('measured', 'number');
  const from = Math.min(start ?? 0, Math.max(0, text.length - 1));
  return { start: from, end: Math.max(from + 1, end ?? text.length), message: `it is no CEL that can be used here: ${words}.`, hint: /string|bool/.test(words) && /overload/.test(words) ? 'Compare numbers with numbers and texts with texts.' : 'Correct it; for example metrics.p95_ms <= 120.0 && artifact.bytes < 500000000.' };
}

/** What the library's errors carry, without asking for their class. */
function saying(error: unknown): { readonly message: string; readonly start: number | null; readonly end: number | null } {
  const { summary, message, range } = error as { summary?: unknown; message?: unknown; range?: { start?: unknown; end?: unknown } };
  const place = (at: unknown) => (typeof at === 'number' ? at : null);
  const words = typeof summary === 'string' ? summary : typeof message === 'string' ? message : String(error);
  return { message: words.split('\n', 1)[0]!.replace(/\.$/, ''), start: place(range?.start), end: place(range?.end) };
}
