import { fail } from '../../base/fault.ts';

/** Two rows of counts over the same levels; levels that neither row has are left out. */
export interface CountTable {
  readonly reference: readonly number[];
  readonly current: readonly number[];
  readonly referenceTotal: number;
  readonly currentTotal: number;
}

/** Throws `invalid` where the rows differ in length, hold anything but finite counts ≥ 0, or one row is empty. */
export function countTable(reference: ArrayLike<number>, current: ArrayLike<number>): CountTable {
  if (reference.length !== current.length) throw fail('invalid', 'The two rows of counts have different lengths.');
  const rows: [number[], number[]] = [[], []];
  let referenceTotal = 0;
  let currentTotal = 0;
  for (let level = 0; level < reference.length; level += 1) {
    const left = reference[level]!;
    const right = current[level]!;
    if (!(left >= 0 && right >= 0 && left + right < Number.POSITIVE_INFINITY)) throw fail('invalid', 'A count is negative or no number.');
    if (left + right === 0) continue;
    rows[0].push(left);
    rows[1].push(right);
    referenceTotal += left;
    currentTotal += right;
  }
  if (referenceTotal === 0 || currentTotal === 0) {
    throw fail('invalid', 'A row of counts is empty.', { hint: 'Compare samples of at least one value each.' });
  }
  return { reference: rows[0], current: rows[1], referenceTotal, currentTotal };
}
