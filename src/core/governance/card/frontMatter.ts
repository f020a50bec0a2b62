import { cardMetrics, type CardFacts } from './cardFacts.ts';

/** Keys that people fill in, as the Hugging Face hub reads them. */
export const writtenKeys = ['license', 'language', 'tags'] as const;

/** Names of metrics as the hub has them, by how people write them. */
const hubMetrics: Readonly<Record<string, string>> = { acc: 'accuracy', auc: 'roc_auc', roc_auc: 'roc_auc', rocauc: 'roc_auc', f1_score: 'f1', map: 'mean_average_precision', ppl: 'perplexity' };

/** How much was measured or done, not how well. */
const isCount = /(?:^|[/._-])(?:samples|rows|support|steps?|epochs?)$|^n_/i;

/**
 * Front matter that follows from facts: `datasets`, `metrics` and `model-index` as the Hugging Face hub reads them. `taskType`: what a
 * person wrote as `pipeline_tag`; the hub wants one for every result. Numbers that are none are left out, as the hub has no place for them.
 */
export function frontMatterOf(facts: CardFacts, taskType: string | null): Readonly<Record<string, unknown>> {
  const metrics = cardMetrics(facts).filter((metric): metric is typeof metric & { readonly value: number } => typeof metric.value === 'number' && Number.isFinite(metric.value) && !isCount.test(metric.key));
  // What a pipeline writes is the model too, which is nobody's training data.
  const wentIn = facts.datasets.filter(({ context }) => context !== 'output');
  const judged = wentIn.find(({ context }) => /test|eval|hold/i.test(context ?? '')) ?? wentIn[0];
  const names = [...new Set(wentIn.map(({ name }) => name))];
  const results = metrics.map(({ key, value }) => ({ type: hubMetric(key), name: key, value }));
  return {
    ...(names.length > 0 ? { datasets: names } : {}),
    ...(results.length > 0 ? { metrics: [...new Set(results.map(({ type }) => type))] } : {}),
    ...(results.length > 0
      ? {
          'model-index': [
            {
              name: facts.model.name,
              results: [{ task: { type: taskType ?? 'other' }, dataset: { type: judged?.name ?? 'unknown', name: judged?.name ?? 'unknown', ...(judged?.digest ? { revision: judged.digest } : {}) }, metrics: results }],
            },
          ],
        }
      : {}),
  };
}

/** `test/auc` → `roc_auc`. */
function hubMetric(key: string): string {
  const name = key.toLowerCase().replace(/^.*[/.:]/, '').replace(/^(?:test|train|val|valid|validation|eval)_/, '');
  return hubMetrics[name] ?? name;
}
