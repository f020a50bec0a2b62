import { durationText, parseDuration } from '../../../base/duration.ts';
import type { Fields } from '../../../written/fields.ts';
import { ageOf, found, numberAt, shown, type Finding, type RuleContext } from './finding.ts';

/** Inputs that are what they were, told of late: `drift: { measure: psi, max: 0.2, max_share_drifted: 0.3, max_age: 7d }`. */
export interface DriftCheck {
  readonly kind: 'drift';
  /** The largest over the columns must not be above `max`. */
  readonly measure: string | null;
  readonly max: number | null;
  readonly maxShareDrifted: number | null;
  readonly maxAgeMs: number | null;
}

export function decodeDrift(fields: Fields): DriftCheck | undefined {
  const measure = fields.text('measure') ?? null;
  const max = fields.number('max', { least: 0 }) ?? null;
  const maxShareDrifted = fields.number('max_share_drifted', { least: 0, most: 1 }) ?? null;
  const maxAgeMs = fields.parsed('max_age', parseDuration, 'Write 7d or 12h.') ?? null;
  fields.finish();
  if ((measure === null) !== (max === null)) return fields.refuse('measure', 'a measure needs its “max”, and a “max” its measure.', 'Write measure: psi and max: 0.2.');
  return { kind: 'drift', measure, max, maxShareDrifted, maxAgeMs };
}

/** Without limits of its own the report's verdict decides. */
export function checkDrift({ measure, max, maxShareDrifted, maxAgeMs }: DriftCheck, { evidence, now }: RuleContext): Finding {
  const verdict = evidence.at('drift.verdict');
  const limits = [
    ...(measure === null ? [] : [`${measure} of every column at most ${max}`]),
    ...(maxShareDrifted === null ? [] : [`at most ${shown(100 * maxShareDrifted)} % of columns drifted`]),
    ...(measure === null && maxShareDrifted === null ? ['no drift'] : []),
    ...(maxAgeMs === null ? [] : [`told of data at most ${durationText(maxAgeMs)} old`]),
  ];
  const expected = limits.join(', ');
  if (verdict === undefined) return found('unknown', expected, 'no drift report', 'There is no evidence of drift.');
  const ageMs = ageOf(verdict.asOf, now);
  if (ageMs === null) return found('unknown', expected, verdict.asOf, 'The drift report claims to be of the future.');
  if (maxAgeMs !== null && ageMs > maxAgeMs) return found('unknown', expected, `${days(ageMs)} old`, `The data of the drift report ended ${days(ageMs)} ago.`);
  const parts: Finding[] = [];
  if (measure !== null && max !== null) {
    const at = numberAt(evidence, `drift.largest.${measure}`);
    parts.push('unknown' in at ? found('unknown', expected, 'nothing that can be compared', at.unknown) : found(at.value <= max ? 'pass' : 'fail', expected, `${measure} ${shown(at.value)}`, at.value <= max ? 'Within the limits.' : `${measure} reaches ${shown(at.value)}.`));
  }
  if (maxShareDrifted !== null) {
    const at = numberAt(evidence, 'drift.shareDrifted');
    parts.push('unknown' in at ? found('unknown', expected, 'nothing that can be compared', at.unknown) : found(at.value <= maxShareDrifted ? 'pass' : 'fail', expected, `${shown(100 * at.value)} % of columns`, at.value <= maxShareDrifted ? 'Within the limits.' : `${shown(100 * at.value)} % of the columns drifted.`));
  }
  if (parts.length === 0) {
    const outcome = verdict.value === 'no-drift' ? 'pass' : verdict.value === 'drift' ? 'fail' : 'unknown';
    return found(outcome, expected, String(verdict.value), outcome === 'pass' ? 'Nothing drifted.' : outcome === 'fail' ? 'The report found drift.' : 'The report could not tell.');
  }
  return parts.find(({ outcome }) => outcome === 'fail') ?? parts.find(({ outcome }) => outcome === 'unknown') ?? parts[0]!;
}

function days(ms: number): string {
  const full = Math.floor(ms / 86_400_000);
  return full >= 2 ? `${full} days` : `${Math.floor(ms / 3_600_000)} hours`;
}
