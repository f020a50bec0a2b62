import { durationText, parseDuration } from '../../../base/duration.ts';
import type { Fields } from '../../../written/fields.ts';
import { evidencePath } from '../evidencePath.ts';
import { found, numberAt, shown, type Finding, type RuleContext } from './finding.ts';

/** A measured number within limits: `metric: { path: metrics.p95_ms, max: 120, unit: ms }`. */
export interface MetricCheck {
  readonly kind: 'metric';
  readonly path: string;
  readonly min: number | null;
  readonly max: number | null;
  readonly unit: string | null;
  readonly minSamples: number;
  readonly maxAgeMs: number | null;
}

export function decodeMetric(fields: Fields): MetricCheck | undefined {
  const path = fields.neededText('path', 'Name the evidence: metrics.auc.');
  const [min, max] = [fields.number('min') ?? null, fields.number('max') ?? null];
  const unit = fields.text('unit') ?? null;
  const minSamples = fields.number('min_samples', { least: 1, isWhole: true }) ?? 0;
  const maxAgeMs = fields.parsed('max_age', parseDuration, 'Write 30d.') ?? null;
  fields.finish();
  if (min === null && max === null && !fields.has('min') && !fields.has('max')) return fields.refuse('path', 'there is no limit.', 'Add “min:” or “max:”.');
  if (min !== null && max !== null && min > max) return fields.refuse('min', 'the least is above the most.', 'No number is both: correct one of them.');
  if (path === undefined) return undefined;
  const known = evidencePath(path.split('.'));
  if ('wrong' in known) return fields.refuse('path', known.wrong, known.hint);
  if (known.holds !== 'number') return fields.refuse('path', `${path} is no number.`, 'Write an “expr:” for it.');
  return { kind: 'metric', path, min, max, unit, minSamples, maxAgeMs };
}

export function checkMetric({ path, min, max, unit, minSamples, maxAgeMs }: MetricCheck, { evidence, now }: RuleContext): Finding {
  const limits = [...(min === null ? [] : [`at least ${min}`]), ...(max === null ? [] : [`at most ${max}`])].join(' and ');
  const expected = `${path} ${limits}${unit === null ? '' : ` ${unit}`}${maxAgeMs === null ? '' : `, at most ${durationText(maxAgeMs)} old`}`;
  const at = numberAt(evidence, path, now, { unit, minSamples, maxAgeMs });
  if ('unknown' in at) return found('unknown', expected, 'nothing that can be compared', at.unknown);
  const isGood = at.value >= (min ?? -Infinity) && at.value <= (max ?? Infinity);
  return found(isGood ? 'pass' : 'fail', expected, shown(at.value), isGood ? 'Within its limits.' : `${path} is ${shown(at.value)}.`);
}
