import type { BiasColumns, BiasReport } from '../../model/bias.ts';
import type { BiasInput } from './biasInput.ts';
import type { Outcome } from './outcome.ts';
import { areProbabilities } from './scoreMeasures.ts';

export function measuredWords(outcome: Outcome, columns: BiasColumns): string[] {
  const by = columns.groups.map(({ name }) => `“${name}”`).join(', ');
  const words = [`How the predictions of “${columns.prediction ?? columns.score ?? ''}” for “${columns.label}” differ between groups by ${by} (${outcome.reason}).`];
  if (outcome.kind === 'binary') words.push(`Rates of the class “${outcome.classes[1]!}” against the rest.`);
  if (outcome.kind === 'multiclass') words.push('Rates of each class against the rest.');
  if (columns.threshold !== null) words.push(`A row is predicted positive from a score of ${columns.threshold} on.`);
  words.push('Shares have Wilson’s intervals, means and errors Student’s, AUC DeLong’s, each at 95 %; a disparity’s interval covers all compared groups at once.');
  return words;
}

export function limitationWords({ settings: { least, withIntersections }, groups }: BiasInput): string[] {
  return [
    'Measures differences between groups in this sample; says nothing about causes or about groups not recorded.',
    'The label is taken as true: where it was recorded differently for some groups, the error rates inherit it.',
    'These measures can contradict one another; which one matters is a decision about the use, not about the numbers.',
    `Groups of fewer than ${least} rows show their counts and no values, and are part of no disparity.`,
    'Rows are taken as independent of one another.',
    ...(groups.length > 1 && !withIntersections ? ['Groups by two columns together were not looked at; differences there may be larger.'] : []),
  ];
}

export function notSupportedWords(outcome: Outcome, { score }: BiasInput): BiasReport['notSupported'] {
  if (outcome.kind === 'regression') {
    return [
      { what: 'rates, parities and the four-fifths ratio', reason: 'not supported for a regression: they need classes; with a cut-off, measure classes made by it' },
      ...(score === null ? [] : [{ what: 'scores', reason: 'not supported for a regression: the prediction is a number already' }]),
    ];
  }
  if (outcome.kind === 'multiclass') {
    return [{ what: 'AUC, calibration and thresholds', reason: 'not supported for several classes from one column of scores; measure one class with --positive VALUE and its scores' }];
  }
  if (outcome.scores === null) return [{ what: 'AUC, calibration and thresholds', reason: 'not measured: there is no column of scores (--score)' }];
  return areProbabilities(outcome.scores) ? [] : [{ what: 'calibration', reason: 'not supported: scores outside 0 to 1 are no probabilities' }];
}
