import type { Run } from '../../model/run.ts';
import type { EvidenceItem } from '../ledger/entry.ts';
import { evidenceItem, numberReading, reading, undated, type Values } from './item.ts';

const sets = ['train', 'training', 'val', 'valid', 'validation', 'dev', 'test', 'eval', 'evaluation', 'holdout', 'oot'];
const inSet = new RegExp(`^(${sets.join('|')})[/._-](.+)$`, 'i');
const countForm = /^(?:(?<set>[a-z]+)[/._-])?(?:samples|rows|n_samples|num_samples|support)$|^n_(?<of>[a-z]+)$/i;

/**
 * The metrics of a run by path. `test/auc`, `test_auc` and `test.auc` are the metric `auc` of the set `test`; a run that names no
 * sets measured on its test set. How many rows a set has is taken from what the run logged (`test_samples`, `n_test`, `samples`),
 * as a metric or a param; null where it logged none. `units`: metric → unit, by its own name.
 */
export function metricsEvidence(run: Pick<Run, 'id' | 'metrics' | 'params' | 'endedAt' | 'startedAt'>, units: ReadonlyMap<string, string>): EvidenceItem {
  const counts = samplesBySet(run);
  const entries = Object.entries(run.metrics).map(([key, value]) => ({ key, value, set: inSet.exec(key)?.[1]?.toLowerCase() ?? null, name: inSet.exec(key)?.[2] ?? key }));
  const namesSets = entries.some(({ set }) => set !== null);
  const values = new Map<string, Values extends ReadonlyMap<string, infer R> ? R : never>();
  for (const { key, value, set, name } of entries) {
    const of = set ?? (namesSets ? null : 'test');
    const measured = measuredAs(value, { unit: units.get(key) ?? units.get(name) ?? null, samples: counts.get(of ?? '') ?? (namesSets ? null : (counts.get('') ?? null)) });
    values.set(`metrics.${key}`, measured);
    if (of !== null) values.set(`metrics.${of}.${name}`, measured);
  }
  return evidenceItem('metrics', run.metrics, run.id, run.endedAt ?? run.startedAt ?? undated, values);
}

/** `test_samples`, `n_test`, `support`: how many rows were measured, no measure of them. */
export function isRowCount(name: string): boolean {
  return countForm.test(name);
}

/** A text or a truth value is none, though it could be read as a number: an empty text would be 0. It stands as it is, which no rule takes for one. */
function measuredAs(value: Run['metrics'][string], more: Parameters<typeof numberReading>[1]): ReturnType<typeof numberReading> {
  return typeof value === 'number' ? numberReading(value, more) : reading(typeof value === 'string' ? value.slice(0, 80) : String(value), more);
}

/** Set → rows; '' for a count that names none. */
function samplesBySet({ metrics, params }: Pick<Run, 'metrics' | 'params'>): Map<string, number> {
  const found = new Map<string, number>();
  for (const [key, value] of [...Object.entries(params), ...Object.entries(metrics)]) {
    const groups = countForm.exec(key)?.groups;
    const rows = Number(value);
    if (groups && Number.isSafeInteger(rows) && rows >= 0 && value !== '') found.set((groups['set'] ?? groups['of'] ?? '').toLowerCase(), rows);
  }
  return found;
}
