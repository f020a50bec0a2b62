import { durationText } from '../../../base/duration.ts';
import { skewMs, type Case } from '../../ledger/caseOf.ts';
import type { Candidate, Instant } from '../../ledger/entry.ts';
import type { Evidence, Reading } from '../evidence.ts';

/** Unknown blocks as a failure does, in other words: nobody may take what was not measured for what was good. */
export type Outcome = 'pass' | 'fail' | 'unknown';

export interface Finding {
  readonly outcome: Outcome;
  readonly expected: string;
  readonly observed: string;
  readonly reason: string;
}

/** Who made the candidate, as commits, training and roster tell. */
export interface Makers {
  /** Of all commits since what ran when it first went there, or since what runs; `unknown` says why one of them belongs to nobody. */
  readonly authors: { readonly people: readonly string[] } | { readonly unknown: string };
  /** By the account that the run names; null where it names none, or where the roster has no accounts to tell it by. */
  readonly trainer: string | null | { readonly unknown: string };
}

/** What rules look at. `now` is handed in: no rule asks a clock. */
export interface RuleContext {
  readonly candidate: Candidate;
  readonly evidence: Evidence;
  /** Of what it is held against: see `Case.champion`; null where there is none. */
  readonly champion: Evidence | null;
  readonly about: Case;
  readonly makers: Makers;
  readonly now: Instant;
}

export function found(outcome: Outcome, expected: string, observed: string, reason: string): Finding {
  return { outcome, expected, observed, reason };
}

interface Asked {
  readonly unit?: string | null;
  readonly minSamples?: number;
  readonly maxAgeMs?: number | null;
}
interface Unknown {
  readonly unknown: string;
}

/** A reading that is there, of no future and not too old; else why it is unknown. */
export function readingAt(evidence: Evidence, path: string, now: Instant, maxAgeMs: number | null = null): { readonly reading: Reading } | Unknown {
  const reading = evidence.at(path);
  if (reading === undefined) return { unknown: `There is no evidence of ${path}.` };
  const ageMs = Date.parse(now) - Date.parse(reading.asOf);
  if (!(ageMs >= -skewMs)) return { unknown: `${path} claims to be of the future (${reading.asOf}).` };
  if (maxAgeMs !== null && ageMs > maxAgeMs) return { unknown: `${path} is ${ageText(ageMs)} old, the rule takes ${durationText(maxAgeMs)} at most.` };
  return { reading };
}

/** A number that is there, finite, of the declared unit and from enough samples; else why it is unknown. */
export function numberAt(evidence: Evidence, path: string, now: Instant, { unit = null, minSamples = 0, maxAgeMs = null }: Asked = {}): { readonly reading: Reading; readonly value: number } | Unknown {
  const at = readingAt(evidence, path, now, maxAgeMs);
  if ('unknown' in at) return at;
  const { reading } = at;
  if (typeof reading.value !== 'number' || !Number.isFinite(reading.value)) return { unknown: `${path} is ${JSON.stringify(reading.value)}, which is no number.` };
  if (unit !== null && reading.unit !== unit) return { unknown: `${path} is in ${reading.unit ?? 'no unit'}, the rule is in ${unit}.` };
  if (minSamples > 0 && !(reading.samples !== null && reading.samples >= minSamples)) return { unknown: `${path} is from ${reading.samples ?? 'an unknown number of'} samples, the rule asks for ${minSamples}.` };
  return { reading, value: reading.value };
}

/** A fail says more than an unknown, an unknown more than a pass. */
export function worstOf(findings: readonly Finding[]): Finding {
  return findings.find(({ outcome }) => outcome === 'fail') ?? findings.find(({ outcome }) => outcome === 'unknown') ?? findings[0]!;
}

/** In whole days, or hours below two days. */
export function ageText(ms: number): string {
  const full = Math.floor(ms / 86_400_000);
  return full >= 2 ? `${full} days` : `${Math.floor(ms / 3_600_000)} hours`;
}

export function shown(value: number): string {
  return String(Number(value.toPrecision(6)));
}
