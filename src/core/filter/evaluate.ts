import { asNumber, type Scalar } from '../model/value.ts';
import type { Expression, Operand, Operator } from './syntax.ts';

/** A missing value makes its comparison false, whichever the comparison. */
export function evaluate<T>(expression: Expression<T>, subject: T): boolean {
  switch (expression.kind) {
    case 'and':
      return expression.operands.every((operand) => evaluate(operand, subject));
    case 'or':
      return expression.operands.some((operand) => evaluate(operand, subject));
    case 'not':
      return !evaluate(expression.operand, subject);
    case 'present': {
      const value = read(expression.operand, subject);
      return !isMissing(value) && value !== false;
    }
    case 'match': {
      const value = read(expression.left, subject);
      return !isMissing(value) && expression.test(String(value));
    }
    case 'in':
      return expression.values.some((value) => compare('=', expression.left, value, subject));
    case 'compare':
      return compare(expression.operator, expression.left, expression.right, subject);
  }
}

function read<T>(operand: Operand<T>, subject: T): Scalar | undefined {
  return operand.kind === 'literal' ? operand.value : operand.read(subject);
}

function isMissing(value: Scalar | undefined): value is null | undefined {
  return value === undefined || value === null;
}

function compare<T>(operator: Operator, leftOperand: Operand<T>, rightOperand: Operand<T>, subject: T): boolean {
  const left = read(leftOperand, subject);
  const right = read(rightOperand, subject);
  if (isMissing(left) || isMissing(right)) return false;
  // A name or a commit that happens to look like a number is still text where the filter wrote text.
  const asText = [leftOperand, rightOperand].some((one) => one.kind === 'field' && one.isText) && isText(left) && isText(right);
  const a = asText ? undefined : asNumber(left);
  const b = asText ? undefined : asNumber(right);
  if (a !== undefined && b !== undefined) {
    if (operator === '=') return a === b || (Number.isNaN(a) && Number.isNaN(b));
    if (operator === '!=') return a !== b && !(Number.isNaN(a) && Number.isNaN(b));
    return ordered(operator, a, b);
  }
  if (operator === '=' || operator === '!=') return sameText(left, right) === (operator === '=');
  // 0.9 has no place before or after "abc".
  if (typeof left === 'number' || typeof right === 'number') return false;
  return ordered(operator, String(left), String(right));
}

function isText(value: Scalar): boolean {
  return typeof value === 'string';
}

/** `true` equals the "True" that a Python tracker stores. */
function sameText(left: Scalar, right: Scalar): boolean {
  if (typeof left === 'boolean' || typeof right === 'boolean') return String(left).toLowerCase() === String(right).toLowerCase();
  return String(left) === String(right);
}

function ordered<T extends number | string>(operator: Operator, left: T, right: T): boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      return false;
  }
}
