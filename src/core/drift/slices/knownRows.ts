import { fail } from '../../base/fault.ts';

/** The rows that have a finite outcome. Throws `invalid` where there is not one value per row. */
export function knownRows(values: Float64Array, rows: number): Int32Array {
  if (values.length !== rows) throw fail('invalid', `The outcome has ${values.length} values for ${rows} rows.`);
  const known: number[] = [];
  values.forEach((value, row) => {
    if (Number.isFinite(value)) known.push(row);
  });
  return Int32Array.from(known);
}
