const ofScores = new Set(['roc_auc', 'average_precision', 'log_loss', 'brier_score', 'brier']);

/** Whether one of these metrics is made of scores: they are large, so they are asked for only then. */
export function needsScores(metrics: readonly string[]): boolean {
  return metrics.some((name) => ofScores.has(name));
}
