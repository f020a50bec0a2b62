import { isFinal, runMoment, type Run } from '../model/run.ts';
import { asNumber, type Scalar } from '../model/value.ts';
import { fieldOf } from './field.ts';

type Compare = (left: Run, right: Run) => number;

/** Newest first; runs without a moment come first while they wait or run, since they are the newest of all. */
export const newestFirst: Compare = (left, right) => {
  const a = runMoment(left) ?? (isFinal(left.status) ? '' : '9');
  const b = runMoment(right) ?? (isFinal(right.status) ? '' : '9');
  return a === b ? 0 : a < b ? 1 : -1;
};

/** By one field: numbers as numbers, then text; a run without the field is last whichever the direction. */
export function byOrder(order: { readonly key: string; readonly descending: boolean }): Compare {
  const field = fieldOf(order.key);
  const sign = order.descending ? -1 : 1;
  return (left, right) => {
    const a = field(left);
    const b = field(right);
    const aMissing = isMissing(a);
    const bMissing = isMissing(b);
    if (aMissing || bMissing) return aMissing === bMissing ? 0 : aMissing ? 1 : -1;
    return sign * compareValues(a, b);
  };
}

/** NaN has no place in an order, so it goes where missing values go. */
function isMissing(value: Scalar | undefined): value is null | undefined | 'NaN' {
  return value === undefined || value === null || value === 'NaN';
}

function compareValues(left: Scalar, right: Scalar): number {
  const a = asNumber(left);
  const b = asNumber(right);
  if (a !== undefined && b !== undefined) return a - b || 0;
  if (a !== undefined || b !== undefined) return a !== undefined ? -1 : 1;
  const x = String(left);
  const y = String(right);
  return x === y ? 0 : x < y ? -1 : 1;
}
