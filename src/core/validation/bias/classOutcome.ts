import { fail } from '../../base/fault.ts';
import type { OutcomeKind } from '../../model/bias.ts';
import { isNumberColumn } from '../../table/column.ts';
import { lengthOf } from '../../table/memoryTable.ts';
import { inOrder, type ClassValues } from './classValues.ts';
import type { ClassOutcome, OutcomeColumns } from './outcome.ts';
import type { SeenValues } from './outcomeKind.ts';

const mostClasses = 50;
const mostNamed = 8;
/** Words that people write for the positive one of two classes. */
const positiveWords = new Set(['1', 'true', 'yes', 'positive']);

/** `predicted` null: the scores and the threshold make the predictions. Throws `invalid`. */
export function classOutcome(columns: OutcomeColumns & { readonly kind: OutcomeKind }, truth: ClassValues, predicted: ClassValues | null, reason: string): ClassOutcome {
  const classes = classesOf(truth, predicted, columns);
  const codeOf = new Map(classes.map((one, code) => [one, code]));
  // With a positive class named, every other one is the rest.
  const code = (value: string) => codeOf.get(value) ?? 0;
  const scores = columns.kind === 'binary' && columns.score !== null ? (isNumberColumn(columns.score) ? columns.score.values : new Float64Array(lengthOf(columns.label)).fill(Number.NaN)) : null;
  const { threshold } = columns;
  const predictedCode = (row: number): number | null => {
    if (threshold !== undefined && scores !== null) return Number.isNaN(scores[row]!) ? null : Number(scores[row]! >= threshold);
    const value = predicted?.at(row) ?? null;
    return value === null ? null : code(value);
  };
  const rows: number[] = [];
  const [truths, predictions]: [number[], number[]] = [[], []];
  let [withoutLabel, withoutPrediction] = [0, 0];
  for (let row = 0; row < lengthOf(columns.label); row += 1) {
    const is = truth.at(row);
    const called = predictedCode(row);
    if (is === null) withoutLabel += 1;
    else if (called === null) withoutPrediction += 1;
    else {
      rows.push(row);
      truths.push(code(is));
      predictions.push(called);
    }
  }
  return {
    kind: columns.kind === 'binary' ? 'binary' : 'multiclass',
    rows: Int32Array.from(rows),
    withoutLabel,
    withoutPrediction,
    reason,
    classes,
    truth: Int32Array.from(truths),
    predicted: Int32Array.from(predictions),
    scores: scores === null ? null : Float64Array.from(rows, (row) => (Number.isFinite(scores[row]!) ? scores[row]! : Number.NaN)),
  };
}

/** All classes that occur, in order; of a binary outcome the other one, then the positive one. Throws `invalid` where that is not known and for too many. */
export function classesOf(truth: SeenValues, predicted: SeenValues | null, { kind, positive }: Pick<OutcomeColumns, 'positive'> & { readonly kind: OutcomeKind }): readonly string[] {
  const all = new Set([...truth.distinct, ...(predicted?.distinct ?? [])]);
  const classes = kind === 'binary' ? binaryClasses(all, positive) : inOrder(all);
  if (classes.length > mostClasses) {
    throw fail('invalid', `The column “${truth.name}” has ${classes.length} classes, more than ${mostClasses}.`, { hint: 'If they are amounts, say --kind regression; else measure one class with --positive VALUE.' });
  }
  return classes;
}

/** [the other one, the positive one]. */
function binaryClasses(all: ReadonlySet<string>, positive: string | undefined): [string, string] {
  const known = inOrder(all);
  const isOne = positive ?? guessed(known);
  if (positive !== undefined && known.length > 0 && !all.has(positive)) {
    throw fail('invalid', `No row has the class “${positive}”.`, { hint: `Classes: ${named(known)}.` });
  }
  const others = known.filter((one) => one !== isOne);
  if (positive === undefined && others.length > 1) throw fail('invalid', `There are ${known.length} classes.`, { hint: `Name the positive one with --positive: ${named(known)}.` });
  return [others.length === 1 ? others[0]! : `not ${isOne}`, isOne];
}

function guessed(known: readonly string[]): string {
  const worded = known.find((one) => positiveWords.has(one.toLowerCase()));
  if (worded !== undefined) return worded;
  // One class alone, coded as usual: the other one has no rows.
  if (known.length === 0 || (known.length === 1 && (known[0] === '0' || known[0] === '-1'))) return '1';
  if (known.length === 1 && known[0]!.toLowerCase() === 'false') return 'true';
  const areNumbers = known.every((one) => one.trim() !== '' && Number.isFinite(Number(one)));
  if (areNumbers) return known.at(-1)!;
  throw fail('invalid', 'It is not known which class is the positive one.', { hint: `Name it with --positive: ${named(known)}.` });
}

function named(classes: readonly string[]): string {
  return `${classes.slice(0, mostNamed).join(', ')}${classes.length > mostNamed ? ', …' : ''}`;
}
