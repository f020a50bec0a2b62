import { numeric } from '../../../core/model/value.ts';

/** Pairs as a record. A key such as `__proto__` becomes a property like any other. */
export function flat<V>(pairs: Iterable<readonly [string, V]>): Record<string, V> {
  return Object.fromEntries(pairs);
}

/** A metric as it came over a wire or out of a text file: numbers, or "NaN", "inf", "Infinity" in any tracker's spelling. */
export function metricValue(value: unknown): number | string {
  if (typeof value === 'number') return numeric(value);
  if (typeof value !== 'string') return 'NaN';
  const word = value.trim().toLowerCase();
  if (/^[+]?inf(inity)?$/.test(word)) return 'Infinity';
  if (/^-inf(inity)?$/.test(word)) return '-Infinity';
  const parsed = word === '' ? NaN : Number(word);
  return numeric(parsed);
}
