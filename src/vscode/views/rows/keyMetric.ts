import { guessDirection } from '../../../core/compare/direction.ts';
import type { Scalar } from '../../../core/model/value.ts';

/** Which metric stands beside a run: the person's choice, else the first of `.mlops/metrics.yaml`, else a guess. */
export interface MetricChoice {
  readonly chosen: string | null;
  /** Keys of `.mlops/metrics.yaml` in their order. */
  readonly written: readonly string[];
}

export function keyMetric(metrics: Readonly<Record<string, Scalar>>, choice: MetricChoice): string | undefined {
  const keys = Object.keys(metrics);
  if (choice.chosen !== null && Object.hasOwn(metrics, choice.chosen)) return choice.chosen;
  for (const written of choice.written) {
    const found = keys.find((key) => key === written || key.endsWith(`:${written}`));
    if (found !== undefined) return found;
  }
  let best: string | undefined;
  let bestScore = -1;
  for (const key of keys) {
    const points = score(key);
    if (points > bestScore) {
      best = key;
      bestScore = points;
    }
  }
  return best;
}

/** Held-out before training, a quality before a loss, a known word before an unknown one. */
function score(key: string): number {
  const words = key.toLowerCase().split(/[^a-z0-9]+/);
  const direction = guessDirection(key);
  const heldOut = words.some((word) => ['val', 'valid', 'validation', 'test', 'eval', 'dev'].includes(word));
  const training = words.includes('train') || words.includes('training');
  return (direction === 'maximize' ? 8 : direction === 'minimize' ? 4 : 0) + (heldOut ? 2 : training ? 0 : 1);
}

/** The last part of a dotted or slashed key: what fits beside a name. */
export function shortKey(key: string): string {
  const tail = key.split(/[./:]/).findLast((part) => part.length > 0);
  return tail ?? key;
}
