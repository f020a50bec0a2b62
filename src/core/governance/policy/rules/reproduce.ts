import { durationText, parseDuration } from '../../../base/duration.ts';
import type { Fields } from '../../../written/fields.ts';
import { ageOf, found, type Finding, type RuleContext } from './finding.ts';

/** L0 recorded, L1 restorable, L2 re-runs, L3 same metrics within a tolerance, L4 same bytes. */
const levels = ['L0', 'L1', 'L2', 'L3', 'L4'] as const;

/** `reproduce: { level: L3, max_age: 30d }`. */
export interface ReproduceCheck {
  readonly kind: 'reproduce';
  readonly level: (typeof levels)[number];
  readonly maxAgeMs: number | null;
}

export function decodeReproduce(fields: Fields): ReproduceCheck | undefined {
  const level = fields.choice('level', levels);
  if (level === undefined && !fields.has('level')) fields.refuse('level', 'no level is named.', `Write level: and one of ${levels.join(', ')}.`);
  const maxAgeMs = fields.parsed('max_age', parseDuration, 'Write 30d.') ?? null;
  fields.finish();
  return level === undefined ? undefined : { kind: 'reproduce', level, maxAgeMs };
}

export function checkReproduce({ level, maxAgeMs }: ReproduceCheck, { evidence, now }: RuleContext): Finding {
  const expected = `reproduced to level ${level} or more${maxAgeMs === null ? '' : `, at most ${durationText(maxAgeMs)} ago`}`;
  const reading = evidence.at('reproduction.level');
  const at = levels.findIndex((one) => one === reading?.value);
  if (reading === undefined || at < 0) return found('unknown', expected, 'nothing', 'There is no evidence that it was reproduced.');
  const ageMs = ageOf(reading.asOf, now);
  if (ageMs === null || (maxAgeMs !== null && ageMs > maxAgeMs)) return found('unknown', expected, `${levels[at]}, ${reading.asOf}`, ageMs === null ? 'The reproduction claims to be of the future.' : 'The reproduction is too old.');
  return found(at >= levels.indexOf(level) ? 'pass' : 'fail', expected, levels[at]!, at >= levels.indexOf(level) ? 'Reproduced far enough.' : `It was reproduced to ${levels[at]} only.`);
}
