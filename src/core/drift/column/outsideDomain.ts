import type { LevelCounts } from './levelCounts.ts';

/** What of the current side lies outside a declared closed domain, in words; null where nothing does. */
export function outsideDomainOfLevels({ levels, current }: LevelCounts, domain: readonly string[] | null): string | null {
  if (domain === null) return null;
  const allowed = new Set(domain);
  return told(levels.flatMap((level, at) => (current[at]! > 0 && !allowed.has(level) ? [{ value: level, count: current[at]! }] : [])));
}

/** Numbers are compared as numbers; `unit` as in `NumericPair`. */
export function outsideDomain(current: Float64Array, unit: number, domain: readonly string[] | null): string | null {
  if (domain === null) return null;
  const allowed = new Set(domain.map(Number));
  const counts = new Map<number, number>();
  for (const value of current) if (!allowed.has(value * unit)) counts.set(value * unit, (counts.get(value * unit) ?? 0) + 1);
  return told(Array.from(counts, ([value, count]) => ({ value: String(value), count })));
}

function told(outside: ReadonlyArray<{ readonly value: string; readonly count: number }>): string | null {
  if (outside.length === 0) return null;
  const rows = outside.reduce((sum, { count }) => sum + count, 0);
  const values = outside.length === 1 ? `“${outside[0]!.value}”` : `“${outside[0]!.value}” and ${outside.length - 1} more`;
  return `${rows} ${rows === 1 ? 'value lies' : 'values lie'} outside the declared values: ${values}.`;
}
