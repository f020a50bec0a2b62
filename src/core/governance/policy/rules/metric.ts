import type { Fields } from '../../../written/fields.ts';
import { found, numberAt, shown, type Finding, type RuleContext } from './finding.ts';

/** A measured number within limits: `metric: { path: metrics.p95, max: 120, unit: ms }`. */
export interface MetricCheck {
  readonly kind: 'metric';
  readonly path: string;
  readonly min: number | null;
  readonly max: number | null;
  readonly unit: string | null;
  readonly minSamples: number;
}

export function decodeMetric(fields: Fields): MetricCheck | undefined {
  const path = fields.neededText('path', 'Name the evidence: metrics.auc.');
  const [min, max] = [fields.number('min') ?? null, fields.number('max') ?? null];
  const unit = fields.text('unit') ?? null;
  const minSamples = fields.number('min_samples', { least: 1, isWhole: true }) ?? 0;
  fields.finish();
  if (min === null && max === null) return fields.refuse('path', 'there is no limit.', 'Add “min:” or “max:”.');
  return path === undefined ? undefined : { kind: 'metric', path, min, max, unit, minSamples };
}

export function checkMetric({ path, min, max, unit, minSamples }: MetricCheck, { evidence }: RuleContext): Finding {
  const limits = [...(min === null ? [] : [`at least ${min}`]), ...(max === null ? [] : [`at most ${max}`])].join(' and ');
  const expected = `${path} ${limits}${unit === null ? '' : ` ${unit}`}`;
  const at = numberAt(evidence, path, { unit, minSamples });
  if ('unknown' in at) return found('unknown', expected, 'nothing that can be compared', at.unknown);
  const isGood = at.value >= (min ?? -Infinity) && at.value <= (max ?? Infinity);
  return found(isGood ? 'pass' : 'fail', expected, shown(at.value), isGood ? 'Within its limits.' : `${path} is ${shown(at.value)}.`);
}
