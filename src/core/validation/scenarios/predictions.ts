import { fail } from '../../base/fault.ts';
import { byText } from '../../base/byText.ts';
import { isLevelColumn, isNumberColumn, type Column } from '../../table/column.ts';

/** A label or a number as JSON has it; null = no prediction. */
export type Label = string | number | boolean | null;

/** What a model said of some rows, in their order. */
export interface Predictions {
  readonly labels: readonly Label[];
  /** Classes that the scores are of, in the order of the scores; null for a model without classes. */
  readonly classes: readonly Label[] | null;
  /** `scores[row * width + class]`; width 1 = of the second class. Null where the model gives none. */
  readonly scores: Float64Array | null;
  readonly width: number;
  /** Scores are probabilities, not distances from a border. */
  readonly areProbabilities: boolean;
}

/** Truth and prediction of the same rows in the forms that metrics take; classes are numbered by their order. */
export interface JudgedRows {
  readonly rows: number;
  readonly classes: readonly string[];
  /** Index of the class that binary metrics are about; null where there are not two. */
  readonly positive: number | null;
  readonly truthClass: Int32Array;
  readonly predictedClass: Int32Array;
  /** NaN where a label is no number. */
  readonly truthNumber: Float64Array;
  readonly predictedNumber: Float64Array;
  /** Of each class in the order of `classes`; null where the model gives none. */
  readonly scores: Float64Array | null;
  readonly areProbabilities: boolean;
}

/** A label as text, the same from a table and from Python: `1` for 1 and 1.0. */
export function labelText(label: Label): string {
  return String(label);
}

/** The value of each of these rows as a label; null where it is missing. */
export function labelsOf(column: Column, rows: Int32Array): Label[] {
  return Array.from(rows, (row) => {
    if (isNumberColumn(column)) return Number.isNaN(column.values[row]!) ? null : column.values[row]!;
    if (!isLevelColumn(column) || column.codes[row]! < 0) return null;
    return column.kind === 'boolean' ? column.codes[row] === 1 : column.levels[column.codes[row]!]!;
  });
}

/** Throws `invalid` where the two are not of the same rows, or a row has no label. `positive`: a class by its text. */
export function judgedRows(truth: readonly Label[], predictions: Predictions, positive: string | null = null): JudgedRows {
  const { labels } = predictions;
  if (labels.length !== truth.length) throw fail('invalid', `The model answered ${labels.length} of ${truth.length} rows.`, { hint: 'predict must answer one label per row.' });
  if (truth.includes(null)) throw fail('invalid', 'A row has no label.', { hint: 'Leave out rows without a label.' });
  const classes = classesOf(truth, predictions);
  const index = new Map(classes.map((name, at) => [name, at]));
  const codes = (all: readonly Label[]) => Int32Array.from(all, (label) => (label === null ? -1 : index.get(labelText(label))!));
  return {
    rows: truth.length,
    classes,
    positive: positiveOf(classes, positive),
    truthClass: codes(truth),
    predictedClass: codes(labels),
    truthNumber: Float64Array.from(truth, numberOf),
    predictedNumber: Float64Array.from(labels, numberOf),
    scores: scoresOf(predictions, classes),
    areProbabilities: predictions.areProbabilities,
  };
}

/** Some of the rows, also with repeats. */
export function takeRows(judged: JudgedRows, rows: Int32Array): JudgedRows {
  const { classes, scores } = judged;
  const width = classes.length;
  return {
    ...judged,
    rows: rows.length,
    truthClass: Int32Array.from(rows, (row) => judged.truthClass[row]!),
    predictedClass: Int32Array.from(rows, (row) => judged.predictedClass[row]!),
    truthNumber: Float64Array.from(rows, (row) => judged.truthNumber[row]!),
    predictedNumber: Float64Array.from(rows, (row) => judged.predictedNumber[row]!),
    scores: scores && Float64Array.from({ length: rows.length * width }, (_, at) => scores[rows[Math.floor(at / width)]! * width + (at % width)]!),
  };
}

/** The model's own order, and after it classes that only the labels have. */
function classesOf(truth: readonly Label[], { labels, classes }: Predictions): string[] {
  const known = (classes ?? []).map(labelText);
  const seen = new Set<Label>([...truth, ...labels].filter((label) => label !== null));
  const isNumeric = [...seen].every((label) => typeof label === 'number');
  const others = [...new Set([...seen].map(labelText))].filter((name) => !known.includes(name));
  others.sort(isNumeric ? (left, right) => Number(left) - Number(right) : byText);
  return [...known, ...others];
}

function positiveOf(classes: readonly string[], positive: string | null): number | null {
  if (positive !== null) {
    const at = classes.indexOf(positive);
    if (at < 0) throw fail('invalid', `No row is or was called “${positive}”, the positive class.`, { hint: `Classes here: ${classes.slice(0, 10).join(', ')}.` });
    return at;
  }
  return classes.length === 2 ? 1 : null;
}

function scoresOf({ scores, width, classes, areProbabilities, labels }: Predictions, all: readonly string[]): Float64Array | null {
  if (scores === null || classes === null) return null;
  const known = classes.length;
  const wide = new Float64Array(labels.length * all.length);
  for (let row = 0; row < labels.length; row += 1) {
    for (let at = 0; at < known; at += 1) {
      const one = width === 1 ? scores[row]! : scores[row * width + at]!;
      // One score of two classes is that of the second; the first one's follows from it.
      wide[row * all.length + at] = width === 1 && at === 0 ? (areProbabilities ? 1 - one : -one) : one;
    }
  }
  return wide;
}

function numberOf(label: Label): number {
  return typeof label === 'number' ? label : typeof label === 'boolean' ? Number(label) : Number.NaN;
}
