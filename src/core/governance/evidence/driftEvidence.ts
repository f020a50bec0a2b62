import type { DriftReport } from '../../model/drift.ts';
import type { EvidenceItem } from '../ledger/entry.ts';
import { numberReading, reading, undated, type Values } from './item.ts';

/** `from`: the report's path below the repository, or where else it was found. Its age counts from the end of its current window. */
export function driftEvidence(report: DriftReport, from: string): EvidenceItem {
  const compared = report.columns.filter(({ state }) => state !== 'unknown');
  const values = new Map<string, Values extends ReadonlyMap<string, infer R> ? R : never>([
    ['drift.verdict', reading(report.verdict)],
    ['drift.report', reading(from)],
    ['drift.columns', reading(report.columns.length)],
  ]);
  if (compared.length > 0) values.set('drift.shareDrifted', numberReading(compared.filter(({ drifted }) => drifted).length / compared.length, { samples: compared.length }));
  for (const measure of new Set(report.columns.flatMap(({ measures }) => Object.keys(measures)))) {
    const known = report.columns.flatMap(({ measures }) => measures[measure] ?? []);
    if (known.length > 0) values.set(`drift.largest.${measure}`, numberReading(Math.max(...known), { samples: known.length }));
  }
  return { kind: 'drift', digest: report.digest.replace(/^sha256:/, ''), from, asOf: instant(report.window.to) ?? undated, values };
}

function instant(time: string | null): string | null {
  const ms = time === null ? NaN : Date.parse(time);
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}
