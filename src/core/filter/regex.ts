import { parseRegex, type Node, type Test } from './regexSyntax.ts';
import { fail } from '../base/fault.ts';

/**
 * Regular expressions in linear time: a Thompson automaton over code points, every state advanced together, so that no
 * pattern and no text makes it backtrack. Time is O(text × pattern).
 */
type Instruction =
  | { readonly kind: 'test'; readonly test: Test }
  | { readonly kind: 'split'; first: number; second: number }
  | { readonly kind: 'jump'; to: number }
  | { readonly kind: 'assert'; readonly assertion: 'start' | 'end' | 'word' | 'notWord' }
  | { readonly kind: 'match' };

const maxInstructions = 10_000;

/** The returned test says whether the pattern occurs anywhere in a text. Throws `invalid` for what is not supported. */
export function compileRegex(pattern: string): (text: string) => boolean {
  const { node, ignoreCase } = parseRegex(pattern);
  const program: Instruction[] = [];
  emit(node, program);
  push(program, { kind: 'match' });
  return (text) => run(program, [...(ignoreCase ? text.toLowerCase() : text)].map((one) => one.codePointAt(0) ?? 0));
}

function push(program: Instruction[], instruction: Instruction): number {
  if (program.length >= maxInstructions) throw fail('invalid', 'The pattern is too large.', { hint: 'Use smaller repetition counts.' });
  return program.push(instruction) - 1;
}

function emit(node: Node, program: Instruction[]): void {
  switch (node.kind) {
    case 'test':
      push(program, node);
      return;
    case 'assert':
      push(program, node);
      return;
    case 'sequence':
      for (const part of node.parts) emit(part, program);
      return;
    case 'either': {
      const jumps: Array<{ kind: 'jump'; to: number }> = [];
      node.options.forEach((option, index) => {
        if (index === node.options.length - 1) return emit(option, program);
        const split = { kind: 'split' as const, first: 0, second: 0 };
        split.first = push(program, split) + 1;
        emit(option, program);
        const jump = { kind: 'jump' as const, to: 0 };
        push(program, jump);
        jumps.push(jump);
        split.second = program.length;
      });
      for (const jump of jumps) jump.to = program.length;
      return;
    }
    case 'repeat':
      for (let count = 0; count < node.min; count += 1) emit(node.of, program);
      if (node.max === undefined) star(node.of, program);
      else optional(node.of, node.max - node.min, program);
  }
}

function star(node: Node, program: Instruction[]): void {
  const split = { kind: 'split' as const, first: 0, second: 0 };
  const at = push(program, split);
  split.first = at + 1;
  emit(node, program);
  push(program, { kind: 'jump', to: at });
  split.second = program.length;
}

function optional(node: Node, count: number, program: Instruction[]): void {
  const splits: Array<{ kind: 'split'; first: number; second: number }> = [];
  for (let index = 0; index < count; index += 1) {
    const split = { kind: 'split' as const, first: 0, second: 0 };
    split.first = push(program, split) + 1;
    splits.push(split);
    emit(node, program);
  }
  for (const split of splits) split.second = program.length;
}

function run(program: readonly Instruction[], text: readonly number[]): boolean {
  const marks = new Int32Array(program.length).fill(-1);
  let states: number[] = [];
  for (let at = 0; at <= text.length; at += 1) {
    // A match may begin at every position.
    if (follow(program, 0, at, text, marks, states)) return true;
    const character = text[at];
    if (character === undefined) break;
    const next: number[] = [];
    for (const state of states) {
      const instruction = program[state];
      if (instruction?.kind !== 'test' || !instruction.test(character)) continue;
      if (follow(program, state + 1, at + 1, text, marks, next)) return true;
    }
    states = next;
  }
  return false;
}

/** Adds what can be reached from `start` without reading; true when that is a match. `marks` = visited at this position. */
function follow(
  program: readonly Instruction[],
  start: number,
  at: number,
  text: readonly number[],
  marks: Int32Array,
  into: number[],
): boolean {
  const open = [start];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (marks[state] === at) continue;
    marks[state] = at;
    const instruction = program[state];
    switch (instruction?.kind) {
      case 'match':
        return true;
      case 'test':
        into.push(state);
        break;
      case 'jump':
        open.push(instruction.to);
        break;
      case 'split':
        open.push(instruction.second, instruction.first);
        break;
      case 'assert':
        if (holds(instruction.assertion, at, text)) open.push(state + 1);
        break;
      case undefined:
        break;
    }
  }
  return false;
}

function holds(assertion: 'start' | 'end' | 'word' | 'notWord', at: number, text: readonly number[]): boolean {
  if (assertion === 'start') return at === 0;
  if (assertion === 'end') return at === text.length;
  const isBoundary = isWordAt(text[at - 1]) !== isWordAt(text[at]);
  return isBoundary === (assertion === 'word');
}

function isWordAt(code: number | undefined): boolean {
  return code !== undefined && ((code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122));
}
