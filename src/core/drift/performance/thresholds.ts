/** What a metric stays within as long as nothing changes; null where the reference does not tell. */
export interface Bounds {
  readonly low: number | null;
  readonly high: number | null;
}

/** Mean of the reference chunks' values ± three of their standard deviations (divided by the count), kept within the metric's own range. */
export function boundsOf(values: readonly number[], least: number, most: number, deviations = 3): Bounds {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return { low: null, high: null };
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
  const reach = deviations * Math.sqrt(variance);
  return { low: Math.max(least, mean - reach), high: Math.min(most, mean + reach) };
}

export type Alert = 'low' | 'high' | null;

export function alertOf(value: number, { low, high }: Bounds): Alert {
  if (low !== null && value < low) return 'low';
  return high !== null && value > high ? 'high' : null;
}
