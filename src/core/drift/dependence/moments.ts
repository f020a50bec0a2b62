import { fail } from '../../base/fault.ts';
import { isNumberColumn, type Column } from '../../table/column.ts';

/** The rows of one side in time order. Rows of one time are one moment: what happened then touched them together. */
export interface Moments {
  /** For each row its moment, counted from 0 in time order. Rows without a time come last, each a moment of its own. */
  readonly ofRow: Int32Array;
  readonly count: number;
  readonly from: number | null;
  readonly to: number | null;
  readonly missing: number;
}

/** Throws `invalid` where the column holds no times or numbers. */
export function momentsOf(time: Column): Moments {
  if (!isNumberColumn(time)) {
    throw fail('invalid', `The column “${time.name}” holds ${time.kind === 'empty' ? 'no values' : 'texts'}, so rows cannot be put in time order by it.`, {
      hint: 'Name a column of dates, times or numbers as time.',
    });
  }
  const { values } = time;
  const order = Array.from(values, (_, row) => row)
    .filter((row) => !Number.isNaN(values[row]!))
    .sort((a, b) => values[a]! - values[b]! || a - b);
  const ofRow = new Int32Array(values.length).fill(-1);
  let count = 0;
  order.forEach((row, at) => {
    if (at > 0 && values[row] !== values[order[at - 1]!]) count += 1;
    ofRow[row] = count;
  });
  if (order.length > 0) count += 1;
  ofRow.forEach((moment, row) => {
    if (moment < 0) ofRow[row] = count++;
  });
  const at = (row: number | undefined) => (row === undefined ? null : values[row]!);
  return { ofRow, count, from: at(order[0]), to: at(order[order.length - 1]), missing: values.length - order.length };
}
