import { fail } from '../../base/fault.ts';
import type { OutcomeKind } from '../../model/bias.ts';
import type { ClassValues } from './classValues.ts';

/** What is known of a column of labels or predictions, of one table or of several together. */
export type SeenValues = Pick<ClassValues, 'name' | 'distinct' | 'isNumeric'>;

/** More different whole numbers than this are amounts, not classes. */
const mostClassNumbers = 20;

/**
 * Whether a model says one of two classes, one of several, or a number, and how that was found, in words; `kind` and `positive`
 * as asked for. Throws `invalid` for two classes whose predictions look like scores.
 */
export function outcomeKind(truth: SeenValues, predicted: SeenValues | null, { kind, positive }: { readonly kind?: OutcomeKind; readonly positive?: string }): { readonly kind: OutcomeKind; readonly reason: string } {
  if (kind !== undefined) return { kind, reason: `taken as ${kind}, as asked` };
  if (positive !== undefined || predicted === null) return { kind: 'binary', reason: 'binary: one class against the rest' };
  const all = new Set([...truth.distinct, ...predicted.distinct]);
  if (!truth.isNumeric || !predicted.isNumeric) return all.size <= 2 ? { kind: 'binary', reason: 'binary: two classes' } : { kind: 'multiclass', reason: `multiclass: ${all.size} classes` };
  const isFlag = [...truth.distinct].every((one) => one === '0' || one === '1') || [...truth.distinct].every((one) => one === '-1' || one === '1');
  if (isFlag && all.size > 2) {
    throw fail('invalid', `The label “${truth.name}” has two classes, but “${predicted.name}” holds ${predicted.distinct.size} different numbers.`, {
      hint: `If they are scores, give --score ${predicted.name} --threshold X; if not, say --kind regression.`,
    });
  }
  const areWhole = [...all].every((one) => Number.isInteger(Number(one)));
  if (areWhole && all.size <= 2) return { kind: 'binary', reason: 'binary: two whole numbers' };
  if (areWhole && truth.distinct.size <= mostClassNumbers && [...predicted.distinct].every((one) => truth.distinct.has(one))) {
    return { kind: 'multiclass', reason: `multiclass: ${truth.distinct.size} whole numbers, and no other one predicted; say --kind regression if they are amounts` };
  }
  return { kind: 'regression', reason: 'regression: label and prediction are numbers' };
}
