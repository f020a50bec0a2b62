import { counted } from '../../base/counted.ts';
import type { Column, ColumnProblem } from '../../table/column.ts';

/**
 * The model's probabilities of one side, NaN where missing; or null with the reason where the column holds none. `column` null:
 * this side has no such column.
 */
export function scoresOfSide(column: Column | null, name: string, side: string): { readonly scores: Float64Array | null; readonly problems: readonly ColumnProblem[] } {
  const none = (code: string, message: string) => ({ scores: null, problems: [{ code, message: `${name}: ${message}` }] });
  if (column === null) return none('noScore', `${side} has no such column, so nothing is estimated and there is no ROC AUC.`);
  if (column.kind === 'empty') return none('noScore', `${side} has no value in it, so nothing is estimated and there is no ROC AUC.`);
  if (column.kind !== 'numeric') return none('noScore', `it holds no numbers on ${side}, so nothing is estimated and there is no ROC AUC.`);
  const outside = column.values.reduce((count, value) => count + Number(value < 0 || value > 1), 0);
  if (outside > 0) return none('notProbabilities', `${counted(outside, 'value', 'values')} of ${side} ${outside === 1 ? 'is' : 'are'} not between 0 and 1, so they are no probabilities: nothing is estimated and there is no ROC AUC.`);
  return { scores: column.values, problems: [] };
}
