import type { OutcomeKind } from '../../model/bias.ts';

/** Of each kind of outcome the measures to look at first. */
export const shownMeasures: Readonly<Record<OutcomeKind, readonly string[]>> = {
  binary: ['selection_rate', 'true_positive_rate', 'false_positive_rate', 'positive_predictive_value', 'accuracy', 'auc'],
  multiclass: ['accuracy', 'selection_rate', 'true_positive_rate', 'false_positive_rate', 'positive_predictive_value'],
  regression: ['mean_prediction', 'mean_error', 'mae', 'rmse', 'r2'],
};

const short: Readonly<Record<string, string>> = { selection_rate: 'selected', true_positive_rate: 'TPR', false_positive_rate: 'FPR', positive_predictive_value: 'PPV', auc: 'AUC', mae: 'MAE', rmse: 'RMSE', r2: 'R²', mean_prediction: 'mean prediction', mean_error: 'mean error' };

/** As a heading of a column: `TPR`. */
export function measureName(name: string): string {
  return short[name] ?? name;
}
