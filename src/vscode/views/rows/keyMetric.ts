import { guessDirection } from '../../../core/compare/direction.ts';
import type { Scalar } from '../../../core/model/value.ts';
import { value } from './text.ts';

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

/** A metric beside a name: `accuracy 0.9507`. */
export function metricText(metrics: Readonly<Record<string, Scalar>>, key: string): string {
  return `${shortKey(key, Object.keys(metrics))} ${value(metrics[key])}`;
}

/** As much of the end of a dotted or slashed key as tells it from the run's other keys. */
export function shortKey(key: string, keys: readonly string[] = []): string {
  const starts = [...key.matchAll(/[./:]+(?=[^./:])/g)].map((match) => match.index + match[0].length);
  for (const start of starts.reverse()) {
    const tail = key.slice(start);
    if (!keys.some((other) => other !== key && (other === tail || /[./:]/.test(other.at(-tail.length - 1) ?? '') && other.endsWith(tail)))) return tail;
  }
  return key;
}
