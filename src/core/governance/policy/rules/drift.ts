import { durationText, parseDuration } from '../../../base/duration.ts';
import type { Fields } from '../../../written/fields.ts';
import { ageText, found, numberAt, readingAt, shown, worstOf, type Finding, type RuleContext } from './finding.ts';

/** Inputs that are what they were, told of late: `drift: { report: reports/drift.json, measure: psi, max: 0.2, max_share_drifted: 0.3, max_age: 7d }`. */
export interface DriftCheck {
  readonly kind: 'drift';
  /** Path of the one report that counts, below the repository's root; null: whichever is newest. */
  readonly report: string | null;
  /** The largest over the columns must not be above `max`. */
  readonly measure: string | null;
  readonly max: number | null;
  /** A column that could not be judged counts as drifted here. */
  readonly maxShareDrifted: number | null;
  /** From the end of the current window. */
  readonly maxAgeMs: number | null;
}

export function decodeDrift(fields: Fields): DriftCheck | undefined {
  const report = fields.parsed('report', plainPath, 'Write a path below the repository’s root: reports/drift.json.') ?? null;
  const measure = fields.text('measure') ?? null;
  const max = fields.number('max', { least: 0 }) ?? null;
  const maxShareDrifted = fields.number('max_share_drifted', { least: 0, most: 1 }) ?? null;
  const maxAgeMs = fields.parsed('max_age', parseDuration, 'Write 7d or 12h.') ?? null;
  fields.finish();
  if (fields.has('measure') !== fields.has('max')) return fields.refuse('measure', 'a measure needs its “max”, and a “max” its measure.', 'Write measure: psi and max: 0.2.');
  return { kind: 'drift', report, measure, max, maxShareDrifted, maxAgeMs };
}

/** Without limits of its own the report's verdict decides. It is live: nothing of it is bound by an approval. */
export function checkDrift({ report, measure, max, maxShareDrifted, maxAgeMs }: DriftCheck, { evidence, now }: RuleContext): Finding {
  const limits = [
    ...(measure === null ? [] : [`${measure} of every column at most ${max}`]),
    ...(maxShareDrifted === null ? [] : [`at most ${shown(100 * maxShareDrifted)} % of columns drifted`]),
    ...(measure === null && maxShareDrifted === null ? ['no drift'] : []),
    ...(maxAgeMs === null ? [] : [`data at most ${durationText(maxAgeMs)} old`]),
    ...(report === null ? [] : [`by ${report}`]),
  ];
  const expected = limits.join(', ');
  const at = readingAt(evidence, 'drift.verdict', now);
  if ('unknown' in at) return found('unknown', expected, 'no drift report', at.unknown);
  const { value, asOf } = at.reading;
  const ageMs = Date.parse(now) - Date.parse(asOf);
  if (maxAgeMs !== null && ageMs > maxAgeMs) return found('unknown', expected, `${ageText(ageMs)} old`, `The data of the drift report ended ${ageText(ageMs)} ago.`);
  const open = (observed: string, reason: string) => found('unknown', expected, observed, reason);
  if (report !== null) {
    const from = evidence.at('drift.report');
    if (from?.value !== report || from.asOf !== asOf) return open(String(from?.value ?? 'no report'), `The evidence of drift is not from ${report}.`);
  }
  if (value !== 'drift' && value !== 'no-drift') return open(String(value), 'The report could not tell.');
  /** Of the same window as the verdict: parts of two reports make none. */
  const number = (path: string) => {
    const one = numberAt(evidence, path, now);
    return 'unknown' in one || one.reading.asOf === asOf ? one : { unknown: `${path} is of another window than the verdict.` };
  };
  if (measure === null && maxShareDrifted === null) return value === 'no-drift' ? found('pass', expected, value, 'Nothing drifted.') : found('fail', expected, value, 'The report found drift.');
  const columns = number('drift.columns');
  if ('unknown' in columns) return open('nothing that can be compared', columns.unknown);
  if (!(columns.value >= 1)) return open('0 columns', 'The report has no column.');
  const drifted = maxShareDrifted === null ? null : number('drift.shareDrifted');
  if (drifted !== null && 'unknown' in drifted) return open('nothing that can be compared', drifted.unknown);
  // Columns that could not be judged are for the share to answer for, where the rule has one.
  const judged = drifted === null ? columns.value : Math.min(columns.value, drifted.reading.samples ?? 0);
  const parts: Finding[] = [];
  if (measure !== null && max !== null) {
    const largest = number(`drift.largest.${measure}`);
    if ('unknown' in largest) parts.push(open('nothing that can be compared', largest.unknown));
    else if (largest.value > max) parts.push(found('fail', expected, `${measure} ${shown(largest.value)}`, `${measure} reaches ${shown(largest.value)}.`));
    else if (!((largest.reading.samples ?? 0) >= judged)) parts.push(open(`${measure} ${shown(largest.value)}`, `${measure} is known of ${largest.reading.samples ?? 0} of ${columns.value} columns only.`));
    else parts.push(found('pass', expected, `${measure} ${shown(largest.value)}`, 'Within the limits.'));
  }
  if (maxShareDrifted !== null && drifted !== null) parts.push(shareOf({ share: drifted.value, judged, columns: columns.value }, maxShareDrifted, expected));
  return worstOf(parts);
}

/** A column that could not be judged may have drifted. */
function shareOf({ share, judged, columns }: { readonly share: number; readonly judged: number; readonly columns: number }, most: number, expected: string): Finding {
  const words = `${shown(100 * share)} % of columns`;
  const observed = judged < columns ? `${words}, ${columns - judged} not judged` : words;
  if (share > most) return found('fail', expected, observed, `${words} drifted.`);
  if ((share * judged + columns - judged) / columns > most + 1e-12) return found('unknown', expected, observed, `${columns - judged} of ${columns} columns could not be judged.`);
  return found('pass', expected, observed, 'Within the limits.');
}

function plainPath(text: string): string | undefined {
  const path = text.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
  return path === '' || path.startsWith('/') || path.split('/').some((part) => part === '..' || part === '') ? undefined : path;
}
