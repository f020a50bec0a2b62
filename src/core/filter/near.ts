import { keyedFields } from './field.ts';
import type { Expression, Operand } from './syntax.ts';

const mostNear = 5;
/** Shorter names are part of nearly every other one. */
const leastPart = 3;

/** The keys a filter asks for, as `metrics.<key>`; fields that every run has are left out. */
export function keysOf(expression: Expression): string[] {
  return [...new Set(operandsOf(expression).flatMap((one) => (one.kind === 'field' && isKeyed(one.path) ? [one.path] : [])))];
}

/** Up to five of `known` that may be meant by `asked`: one holds the other, or a few letters differ. Nearest first. */
export function nearKeys(asked: string, known: readonly string[]): string[] {
  const word = asked.toLowerCase();
  const most = Math.max(1, Math.floor(word.length / 3));
  const ranked = known.flatMap((key) => {
    const other = key.toLowerCase();
    const steps = distance(word, other);
    return steps <= most || other.includes(word) || (other.length >= leastPart && word.includes(other)) ? [{ key, steps }] : [];
  });
  return ranked.sort((left, right) => left.steps - right.steps).slice(0, mostNear).map(({ key }) => key);
}

/** “Did you mean …? ” where one of `known` is near; else nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const [near] = nearKeys(word, known);
  return near === undefined ? '' : `Did you mean “${near}”? `;
}

function operandsOf(expression: Expression): Operand[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands.flatMap(operandsOf);
    case 'not':
      return operandsOf(expression.operand);
    case 'compare':
      return [expression.left, expression.right];
    case 'in':
    case 'match':
      return [expression.left];
    case 'present':
      return [expression.operand];
  }
}

function isKeyed(path: string): boolean {
  return keyedFields.some((group) => path.startsWith(`${group}.`));
}

/** Letters put in, left out, changed or swapped with the next one between two words (optimal string alignment). */
function distance(left: string, right: string): number {
  let twoAbove: number[] = [];
  let above = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const changed = (above[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      const isSwapped = row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      line.push(Math.min(changed, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, isSwapped ? (twoAbove[column - 2] ?? 0) + 1 : Infinity));
    }
    [twoAbove, above] = [above, line];
  }
  return above[right.length] ?? 0;
}
