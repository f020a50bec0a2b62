import type { Column, ColumnProblem } from '../../table/column.ts';

/** What was wrong with a column when it was read, with the side where it was so; once where both say the same. */
export function problemsOf(reference: Pick<Column, 'problems'> | undefined, current: Pick<Column, 'problems'> | undefined): ColumnProblem[] {
  const [left, right] = [reference?.problems ?? [], current?.problems ?? []];
  const isSame = (one: ColumnProblem) => (other: ColumnProblem) => one.code === other.code && one.message === other.message;
  return [
    ...left.map((one) => ({ code: one.code, message: right.some(isSame(one)) ? one.message : `Reference: ${one.message}` })),
    ...right.filter((one) => !left.some(isSame(one))).map(({ code, message }) => ({ code, message: `Current: ${message}` })),
  ];
}
