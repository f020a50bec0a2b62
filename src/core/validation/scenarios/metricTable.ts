import { fail } from '../../base/fault.ts';
import type { Direction } from '../champion/comparison.ts';
import { accuracy } from '../metrics/accuracy.ts';
import { averagePrecision } from '../metrics/averagePrecision.ts';
import type { Averaging, AveragingOptions } from '../metrics/averaging.ts';
import { balancedAccuracy } from '../metrics/balancedAccuracy.ts';
import { brierScore } from '../metrics/brierScore.ts';
import { confusionMatrix, type ConfusionMatrix } from '../metrics/confusionMatrix.ts';
import { f1 } from '../metrics/f1.ts';
import { multiclassLogLoss } from '../metrics/logLoss.ts';
import { meanAbsoluteError } from '../metrics/meanAbsoluteError.ts';
import { meanAbsolutePercentageError } from '../metrics/meanAbsolutePercentageError.ts';
import { precision } from '../metrics/precision.ts';
import { recall } from '../metrics/recall.ts';
import { rocAuc } from '../metrics/rocAuc.ts';
import { rocAucOneVsRest } from '../metrics/rocAucOneVsRest.ts';
import { meanSquaredError, rootMeanSquaredError } from '../metrics/rootMeanSquaredError.ts';
import { rSquared } from '../metrics/rSquared.ts';
import { specificity } from '../metrics/specificity.ts';
import type { JudgedRows } from './predictions.ts';

/** A metric by the name that people write. `of` gives NaN where the rows do not define it, and throws `invalid` where they cannot. */
export interface Metric {
  readonly name: string;
  readonly direction: Direction;
  readonly of: (rows: JudgedRows) => number;
}

type Of = Metric['of'];
type Counted = (matrix: ConfusionMatrix, options?: AveragingOptions) => number;

const rows: ReadonlyArray<readonly [names: string, direction: Direction, of: Of]> = [
  ['accuracy', 'maximize', (judged) => accuracy(matrixOf(judged))],
  ['balanced_accuracy', 'maximize', (judged) => balancedAccuracy(matrixOf(judged))],
  ...averages('f1', f1),
  ...averages('precision', precision),
  ...averages('recall', recall),
  ['specificity', 'maximize', binary(specificity)],
  ['roc_auc', 'maximize', areaOf],
  ['average_precision', 'maximize', (judged) => averagePrecision(isPositive(judged), scoresOf(judged))],
  ['log_loss', 'minimize', (judged) => multiclassLogLoss(judged.truthClass, probabilitiesOf(judged), judged.classes.length)],
  ['brier_score brier', 'minimize', (judged) => (probabilitiesOf(judged), brierScore(isPositive(judged), scoresOf(judged)))],
  ['mean_absolute_error mae', 'minimize', numbers(meanAbsoluteError)],
  ['mean_squared_error mse', 'minimize', numbers(meanSquaredError)],
  ['root_mean_squared_error rmse', 'minimize', numbers(rootMeanSquaredError)],
  ['mean_absolute_percentage_error mape', 'minimize', numbers(meanAbsolutePercentageError)],
  ['r2', 'maximize', numbers(rSquared)],
];

const byName = new Map(rows.flatMap(([names, direction, of]) => names.split(' ').map((name): [string, Metric] => [name, { name, direction, of }])));

export const metricNames: readonly string[] = [...byName.keys()];

/** Throws `invalid` for a name that is not known. */
export function metricOf(name: string): Metric {
  const metric = byName.get(name);
  if (!metric) throw fail('invalid', `There is no metric “${name}”.`, { hint: `Metrics: ${metricNames.join(', ')}.` });
  return metric;
}

function averages(name: string, counted: Counted): Array<readonly [string, Direction, Of]> {
  const of = (average: Averaging): Of => (judged) => counted(matrixOf(judged), { average });
  return [
    [name, 'maximize', binary(counted)],
    [`${name}_macro`, 'maximize', of('macro')],
    [`${name}_micro`, 'maximize', of('micro')],
    [`${name}_weighted`, 'maximize', of('weighted')],
  ];
}

function binary(counted: Counted): Of {
  return (judged) => counted(matrixOf(judged), { average: { of: positiveOf(judged) } });
}

function matrixOf({ truthClass, predictedClass, classes }: JudgedRows): ConfusionMatrix {
  return confusionMatrix(truthClass, predictedClass, classes.length);
}

function numbers(metric: (truth: Float64Array, predicted: Float64Array) => number): Of {
  return ({ truthNumber, predictedNumber }) => {
    if (truthNumber.some(Number.isNaN) || predictedNumber.some(Number.isNaN)) {
      throw fail('invalid', 'This metric is of numbers, and a label or a prediction is none.', { hint: 'Use a metric of classes, such as accuracy.' });
    }
    return metric(truthNumber, predictedNumber);
  };
}

/** Of two classes the area of the positive one; of more the mean of each against the rest, by probabilities. */
function areaOf(judged: JudgedRows): number {
  if (judged.positive !== null) return rocAuc(isPositive(judged), scoresOf(judged));
  return rocAucOneVsRest(judged.truthClass, probabilitiesOf(judged), judged.classes.length);
}

/** 1 where a row is of the positive class. */
export function isPositive(judged: JudgedRows): Int32Array {
  const positive = positiveOf(judged);
  return judged.truthClass.map((of) => Number(of === positive));
}

/** Of the positive class. */
export function scoresOf({ scores, classes, ...judged }: JudgedRows): Float64Array {
  const positive = positiveOf({ classes, ...judged });
  if (scores === null) throw fail('invalid', 'The model gives no scores, which this metric is made of.', { hint: 'It needs predict_proba or decision_function.' });
  return Float64Array.from({ length: judged.rows }, (_, row) => scores[row * classes.length + positive]!);
}

function probabilitiesOf({ scores, areProbabilities }: JudgedRows): Float64Array {
  if (scores === null || !areProbabilities) throw fail('invalid', 'The model gives no probabilities, which this metric is made of.', { hint: 'It needs predict_proba.' });
  return scores;
}

function positiveOf({ positive, classes }: Pick<JudgedRows, 'positive' | 'classes'>): number {
  if (positive !== null) return positive;
  throw fail('invalid', `This metric is about one class, and there are ${classes.length}.`, { hint: 'Name it with “positive”, or use the metric’s _macro or _weighted form.' });
}
