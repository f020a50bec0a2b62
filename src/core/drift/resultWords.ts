import { counted } from '../base/counted.ts';
import type { DriftResult } from '../model/toolResult.ts';

/** The newest window of a tool's result in a few words: `drift · 3 of 24 columns`. */
export function driftWords({ reports }: DriftResult): string {
  const newest = reports.at(-1);
  if (!newest || newest.verdict === 'unknown') return 'unknown';
  const drifted = newest.columns.filter((column) => column.drifted).length;
  return `${newest.verdict === 'drift' ? 'drift' : 'no drift'} · ${drifted} of ${counted(newest.columns.length, 'column', 'columns')}`;
}
