import { fail } from '../../base/fault.ts';
import type { PerformanceTask } from '../../model/performance.ts';
import type { Column } from '../../table/column.ts';
import { lengthOf } from '../../table/memoryTable.ts';
import { classesOf } from '../../validation/bias/classOutcome.ts';
import { classValues, type ClassValues } from '../../validation/bias/classValues.ts';
import { outcomeKind, type SeenValues } from '../../validation/bias/outcomeKind.ts';

/** What is true and what a model said, of one side, as read from its table. */
export interface ModelColumns {
  readonly target: Column;
  readonly prediction: Column;
}

/** The same as codes (−1 = missing; of a binary model 1 = positive, 0 = the rest) or, of a regression, as numbers (NaN = missing). */
export interface ModelSide<A extends Int32Array | Float64Array> {
  readonly truth: A;
  readonly predicted: A;
}

export type ModelSides =
  | { readonly task: 'binary' | 'multiclass'; readonly classes: readonly string[]; readonly sides: readonly [ModelSide<Int32Array>, ModelSide<Int32Array>] }
  | { readonly task: 'regression'; readonly sides: readonly [ModelSide<Float64Array>, ModelSide<Float64Array>] };

/**
 * Labels and predictions of both sides in one coding: the classes are those of both together, and so is the kind of model,
 * unless it is asked for. Throws `invalid` where the columns make no model, with what to give instead.
 */
export function modelSides(reference: ModelColumns, current: ModelColumns, asked: { readonly kind?: PerformanceTask; readonly positive?: string }): ModelSides {
  const targets = [reference.target, current.target] as const;
  const predictions = [reference.prediction, current.prediction] as const;
  for (const [left, right] of [targets, predictions]) needOneKind(left, right);
  const kinds = [...targets, ...predictions].map(({ kind }) => kind);
  const areMixed = kinds.includes('boolean') && kinds.includes('numeric');
  const truths = targets.map((column) => classValues(column, areMixed)) as [ClassValues, ClassValues];
  const said = predictions.map((column) => classValues(column, areMixed)) as [ClassValues, ClassValues];
  const [truth, predicted] = [together(truths), together(said)];
  const { kind } = outcomeKind(truth, predicted, asked);
  if (kind === 'regression') {
    if (asked.positive !== undefined) throw fail('invalid', 'A regression has no positive class.', { hint: 'Leave out --positive.' });
    return { task: 'regression', sides: [{ truth: numbersOf(targets[0]), predicted: numbersOf(predictions[0]) }, { truth: numbersOf(targets[1]), predicted: numbersOf(predictions[1]) }] };
  }
  const classes = classesOf(truth, predicted, { ...asked, kind });
  const codeOf = new Map(classes.map((one, code) => [one, code]));
  // With a positive class named, every other one is the rest.
  const coded = (values: ClassValues, rows: number) =>
    Int32Array.from({ length: rows }, (_, row) => {
      const value = values.at(row);
      return value === null ? -1 : (codeOf.get(value) ?? 0);
    });
  const side = (at: 0 | 1) => ({ truth: coded(truths[at], lengthOf(targets[at])), predicted: coded(said[at], lengthOf(predictions[at])) });
  return { task: kind, classes, sides: [side(0), side(1)] };
}

function together([left, right]: readonly [ClassValues, ClassValues]): SeenValues {
  return { name: left.name, distinct: new Set([...left.distinct, ...right.distinct]), isNumeric: left.isNumeric || right.isNumeric };
}

/** A side without any value is of every kind; flags and numbers go together. */
function needOneKind(left: Column, right: Column): void {
  const isText = ({ kind }: Column) => kind === 'categorical';
  if (left.kind === 'empty' || right.kind === 'empty' || isText(left) === isText(right)) return;
  const word = (column: Column) => (isText(column) ? 'texts' : column.kind === 'boolean' ? 'true and false' : 'numbers');
  throw fail('invalid', `“${left.name}” holds ${word(left)} in the reference and ${word(right)} in the current data.`, { hint: 'Write the classes the same way on both sides.' });
}

function numbersOf(column: Column): Float64Array {
  if (column.kind === 'empty') return new Float64Array(column.rows).fill(Number.NaN);
  if (column.kind !== 'numeric') throw fail('invalid', `The column “${column.name}” holds no numbers.`, { hint: 'A regression needs numbers; classes are measured with --kind multiclass.' });
  return column.values.map((value) => (Number.isFinite(value) ? value : Number.NaN));
}
