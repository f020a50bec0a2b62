import { fail } from '../../base/fault.ts';
import type { Column } from '../../table/column.ts';
import { lengthOf } from '../../table/memoryTable.ts';
import { classOutcome } from './classOutcome.ts';
import { classValues } from './classValues.ts';
import type { NumberOutcome, Outcome, OutcomeColumns } from './outcome.ts';
import { outcomeKind } from './outcomeKind.ts';

/** Throws `invalid` where the columns make no outcome, with what to give instead. */
export function readOutcome(columns: OutcomeColumns): Outcome {
  const { label, prediction, score, threshold } = columns;
  if (score !== null && score.kind !== 'numeric' && score.kind !== 'empty') {
    throw fail('invalid', `The column “${score.name}” holds no numbers.`, { hint: 'Name the column of the positive class’s scores with --score.' });
  }
  if (threshold !== undefined && score === null) throw fail('invalid', 'A threshold needs scores.', { hint: 'Name their column with --score.' });
  if (prediction === null && threshold === undefined) {
    throw fail('invalid', 'There are no predictions.', { hint: 'Name their column with --prediction, or give --score and --threshold.' });
  }
  const isMixed = label.kind === 'boolean' ? prediction?.kind === 'numeric' : label.kind === 'numeric' && prediction?.kind === 'boolean';
  const truth = classValues(label, isMixed);
  const predicted = prediction === null || threshold !== undefined ? null : classValues(prediction, isMixed);
  const { kind, reason } = outcomeKind(truth, predicted, columns);
  if (kind === 'regression') return numberOutcome(columns, reason);
  return classOutcome({ ...columns, kind }, truth, predicted, reason);
}

function numberOutcome({ label, prediction, positive, threshold }: OutcomeColumns, reason: string): NumberOutcome {
  if (positive !== undefined || threshold !== undefined) throw fail('invalid', 'A regression has no positive class and no threshold.', { hint: 'Leave out --positive and --threshold.' });
  const numbers = (column: Column | null): Float64Array => {
    if (column === null || column.kind !== 'numeric') throw fail('invalid', `The column “${column?.name ?? ''}” holds no numbers.`, { hint: 'A regression needs numbers; classes are measured with --kind multiclass.' });
    return column.values;
  };
  const [truths, predictions] = [numbers(label), numbers(prediction)];
  const rows: number[] = [];
  let [withoutLabel, withoutPrediction] = [0, 0];
  for (let row = 0; row < lengthOf(label); row += 1) {
    if (!Number.isFinite(truths[row]!)) withoutLabel += 1;
    else if (!Number.isFinite(predictions[row]!)) withoutPrediction += 1;
    else rows.push(row);
  }
  const of = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
  return { kind: 'regression', rows: Int32Array.from(rows), truth: of(truths), predicted: of(predictions), withoutLabel, withoutPrediction, reason };
}
