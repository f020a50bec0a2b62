import type { ColumnProblem } from '../../table/column.ts';
import { grouped, percent } from '../export/words.ts';
import type { ModelSides } from './modelSides.ts';

/** What a reader should know of the labels and predictions of both sides: none yet, some still to come, of one class only. */
export function labelProblems({ sides, ...model }: ModelSides, { target, prediction }: { readonly target: string; readonly prediction: string }): ColumnProblem[] {
  const found: ColumnProblem[] = [];
  sides.forEach(({ truth, predicted }, at) => {
    const side = at === 0 ? 'the reference' : 'the current side';
    const isThere = (value: number) => (model.task === 'regression' ? !Number.isNaN(value) : value >= 0);
    const rows = truth.length;
    let [labelled, both] = [0, 0];
    const seen = new Set<number>();
    truth.forEach((value: number, row: number) => {
      if (!isThere(value)) return;
      labelled += 1;
      both += Number(isThere(predicted[row]!));
      if (model.task !== 'regression') seen.add(value);
    });
    if (rows === 0) found.push({ code: 'noRows', message: `${target}: ${side} has no rows.` });
    else if (labelled === 0) found.push({ code: 'noLabels', message: at === 0 ? `${target}: no row of the reference has a label, so nothing tells what is usual and nothing can be estimated.` : `${target}: no row of the current side has a label yet, so nothing is measured there.` });
    else if (labelled < rows) found.push({ code: 'labelsToCome', message: `${target}: ${grouped(rows - labelled)} of ${grouped(rows)} rows of ${side} (${percent((rows - labelled) / rows)}) have no label yet and are left out of what is measured.` });
    if (both < labelled) found.push({ code: 'noPrediction', message: `${prediction}: ${grouped(labelled - both)} labelled rows of ${side} have no prediction and are left out of what is measured.` });
    if (seen.size === 1 && 'classes' in model) {
      const [only] = seen;
      found.push({ code: 'oneClass', message: `${target}: every label of ${side} is “${model.classes[only!]!}”; what compares classes (recall, F1, ROC AUC) is not defined there.` });
    }
  });
  return found;
}
