import { canonicalJson } from '../../base/canonicalJson.ts';
import { sha256 } from '../../base/sha256.ts';
import type { EvidenceItem, Instant } from '../ledger/entry.ts';

export type Values = EvidenceItem['values'];
type Reading = Values extends ReadonlyMap<string, infer R> ? R : never;

export function reading(value: Reading['value'], { unit = null, samples = null }: { readonly unit?: string | null; readonly samples?: number | null } = {}): Reading {
  return { value, unit, samples };
}

/** A number as rules read it: one that is none stands as its name, which no rule takes for a number. */
export function numberReading(value: number, more?: Parameters<typeof reading>[1]): Reading {
  return reading(Number.isFinite(value) ? value : String(value), more);
}

/** `content`: the whole result that the values were taken from. */
export function evidenceItem(kind: string, content: unknown, from: string, asOf: Instant, values: Values): EvidenceItem {
  return { kind, digest: sha256(canonicalJson(content)), from, asOf, values };
}

/** Of something that does not say when it was measured: older than any limit. */
export const undated: Instant = '1970-01-01T00:00:00.000Z';
