import type { Direction } from './comparison.ts';

/** Metric keys to the direction written in `.mlops/metrics.yaml`. */
export type MetricDirections = ReadonlyMap<string, Direction>;

const lower = new Set([
  'loss', 'error', 'err', 'rmse', 'mse', 'mae', 'mape', 'smape', 'rmsle', 'nll', 'perplexity', 'ppl', 'wer', 'cer', 'latency',
  'logloss', 'deviance', 'hamming', 'brier', 'ece', 'fpr', 'fnr', 'fid', 'kl',
]);
const higher = new Set([
  'acc', 'accuracy', 'auc', 'auroc', 'auprc', 'roc', 'ap', 'map', 'f1', 'fbeta', 'precision', 'recall', 'score', 'r2', 'bleu',
  'rouge', 'iou', 'dice', 'mcc', 'kappa', 'ndcg', 'mrr', 'specificity', 'sensitivity', 'tpr', 'tnr', 'psnr', 'ssim', 'throughput',
  'reward', 'hits', 'success',
]);

/** A guess from the words of a key; null where they say nothing, or both. The caller must mark it as a guess. */
export function guessDirection(key: string): Direction | null {
  const words = key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const isLower = words.some((word) => lower.has(word));
  const isHigher = words.some((word) => higher.has(word));
  if (isLower === isHigher) return isLower && words.includes('loss') ? 'minimize' : null;
  return isLower ? 'minimize' : 'maximize';
}

const spellings: Readonly<Record<string, Direction>> = {
  maximize: 'maximize',
  maximise: 'maximize',
  max: 'maximize',
  higher: 'maximize',
  up: 'maximize',
  minimize: 'minimize',
  minimise: 'minimize',
  min: 'minimize',
  lower: 'minimize',
  down: 'minimize',
};

/** The direction a person wrote, or undefined where it is none. */
export function directionOf(text: unknown): Direction | undefined {
  return typeof text === 'string' ? spellings[text.toLowerCase()] : undefined;
}
