import type { EvaluationResult } from '../../../core/model/toolResult.ts';

/** What `mlflow.models.evaluate` calls a measure that we have too. */
const ourNames: Readonly<Record<string, string>> = {
  accuracy_score: 'accuracy',
  recall_score: 'recall',
  precision_score: 'precision',
  f1_score: 'f1',
  roc_auc: 'roc_auc',
  precision_recall_auc: 'average_precision',
  log_loss: 'log_loss',
  mean_absolute_error: 'mae',
  root_mean_squared_error: 'rmse',
  mean_absolute_percentage_error: 'mape',
  r2_score: 'r2',
};
/** Its other measures of a classifier or a regressor. */
const itsOwn = ['true_negatives', 'false_positives', 'false_negatives', 'true_positives', 'mean_squared_error', 'sum_on_target', 'mean_on_target', 'max_error', 'score'];
const rowCount = 'example_count';

/**
 * What an evaluation logged to a run: the default evaluator counts its rows as `example_count` beside its metrics, others leave a
 * table of rows and metrics `NAME/AGGREGATE`. Undefined where neither is there. A prefix that was asked for is kept in the
 * names. `tables`: DATA references.
 */
export function evaluationOf(run: string, metrics: Readonly<Record<string, number | string>>, tables: readonly string[]): EvaluationResult | undefined {
  const counted = Object.keys(metrics).filter((key) => key.endsWith(rowCount));
  if (counted.length === 0 && tables.length === 0) return undefined;
  const prefixes = counted.map((key) => key.slice(0, -rowCount.length));
  const found = Object.entries(metrics).flatMap(([key, value]): Array<[string, number]> => {
    if (typeof value !== 'number') return [];
    const prefix = prefixes.find((one) => one !== '' && key.startsWith(one)) ?? '';
    const name = key.slice(prefix.length);
    const own = ourNames[name];
    if (own !== undefined && prefixes.includes(prefix)) return [[`${prefix}${own}`, value]];
    const isItsOwn = (itsOwn.includes(name) && prefixes.includes(prefix)) || (tables.length > 0 && /^[^/]+(\/v\d+)?\/\w+$/.test(key));
    return isItsOwn ? [[key, value]] : [];
  });
  const rows = counted.length === 1 ? metrics[counted[0] ?? ''] : undefined;
  return { kind: 'evaluation', run, tool: 'MLflow', rows: typeof rows === 'number' ? rows : null, metrics: Object.fromEntries(found), tables };
}
