import { Environment } from '@marcbachmann/cel-js';

/** What went wrong while an expression was computed; it outlives an `||` that swallows the error. */
export interface Trouble {
  message: string | null;
}

/** A number of the evidence, or one that was computed from such. */
export class Measured {
  readonly value: number;
  readonly #trouble: Trouble;

  constructor(value: number, trouble: Trouble) {
    this.value = value;
    this.#trouble = trouble;
  }

  /** A value that came of this one; throws where it is no finite number. */
  finite(value: number): number {
    if (Number.isFinite(value)) return value;
    this.#trouble.message = 'A number of it has no value: something is divided by zero, or too large.';
    throw new RangeError(this.#trouble.message);
  }

  with(value: number): Measured {
    return new Measured(this.finite(value), this.#trouble);
  }
}

type Operand = Measured | number | bigint;

const arithmetic: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};
const comparison: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '==': (left, right) => left === right,
};
const pairs = [
  ['measured', 'measured'],
  ['measured', 'double'],
  ['double', 'measured'],
  ['measured', 'int'],
  ['int', 'measured'],
] as const;

let environment: Environment | undefined;

/**
 * CEL with a type of its own for what was measured: it mixes with whole and other numbers, and nothing that is computed with it is ever
 * NaN or infinite, which CEL would compare as false and a `!` would turn into a pass.
 */
export function measuring(): Environment {
  return (environment ??= create());
}

function create(): Environment {
  const made = new Environment({ limits: { maxAstNodes: 300, maxDepth: 40, maxListElements: 100, maxCallArguments: 3, maxMapEntries: 1 } });
  made.registerType('measured', { ctor: Measured, fields: {} });
  for (const [left, right] of pairs) {
    for (const [operator, compute] of Object.entries(arithmetic)) made.registerOperator(`${left} ${operator} ${right}: measured`, (a: Operand, b: Operand) => measuredOf(a, b).with(compute(numberOf(a), numberOf(b))));
    for (const [operator, compare] of Object.entries(comparison)) {
      // CEL turns an equality round by itself.
      if (operator === '==' && left !== 'measured') continue;
      made.registerOperator(`${left} ${operator} ${right}`, (a: Operand, b: Operand) => compare(measuredOf(a, b).finite(numberOf(a)), measuredOf(a, b).finite(numberOf(b))));
    }
  }
  made.registerOperator('-measured: measured', (a: Measured) => a.with(-a.value));
  return made;
}

function measuredOf(left: Operand, right: Operand): Measured {
  return left instanceof Measured ? left : (right as Measured);
}

function numberOf(operand: Operand): number {
  return operand instanceof Measured ? operand.value : Number(operand);
}
