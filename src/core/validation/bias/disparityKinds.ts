import type { OutcomeKind } from '../../model/bias.ts';

/** A disparity: measures whose differences (or ratios) between groups make it. */
export interface DisparityKind {
  readonly name: string;
  readonly form: 'difference' | 'ratio';
  readonly measures: readonly string[];
  /** Of several measures: the worst one, or their mean. */
  readonly combined: 'worst' | 'mean';
  readonly kinds: readonly OutcomeKind[];
}

const classes: readonly OutcomeKind[] = ['binary', 'multiclass'];

function both(name: string, measures: readonly string[], combined: DisparityKind['combined'] = 'worst'): DisparityKind[] {
  return (['difference', 'ratio'] as const).map((form) => ({ name: `${name}_${form}`, form, measures, combined, kinds: classes }));
}

function difference(measure: string, kinds: readonly OutcomeKind[]): DisparityKind {
  return { name: `${measure}_difference`, form: 'difference', measures: [measure], combined: 'worst', kinds };
}

function ratio(measure: string, kinds: readonly OutcomeKind[]): DisparityKind {
  return { ...difference(measure, kinds), name: `${measure}_ratio`, form: 'ratio' };
}

export const disparityKinds: readonly DisparityKind[] = [
  ...both('demographic_parity', ['selection_rate']),
  ...both('equal_opportunity', ['true_positive_rate']),
  ...both('false_positive_rate', ['false_positive_rate']),
  ...both('equalized_odds', ['true_positive_rate', 'false_positive_rate']),
  ...both('mean_odds', ['true_positive_rate', 'false_positive_rate'], 'mean'),
  ...both('predictive_parity', ['positive_predictive_value']),
  ...both('accuracy', ['accuracy']),
  difference('auc', ['binary']),
  difference('calibration_gap', ['binary']),
  difference('mean_prediction', ['regression']),
  difference('mean_error', ['regression']),
  difference('mae', ['regression']),
  ratio('mae', ['regression']),
  difference('rmse', ['regression']),
  ratio('rmse', ['regression']),
  difference('r2', ['regression']),
];
