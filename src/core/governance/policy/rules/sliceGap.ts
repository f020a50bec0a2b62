import type { Fields } from '../../../written/fields.ts';
import { found, numberAt, shown, type Finding, type RuleContext } from './finding.ts';

/** Groups that are served alike: `slice_gap: { metric: recall, by: [region], max: 0.05, min_samples: 200 }`. */
export interface SliceGapCheck {
  readonly kind: 'slice_gap';
  readonly metric: string;
  readonly by: readonly string[];
  readonly max: number;
  readonly minSamples: number;
  /** What a group with fewer samples makes of the rule. */
  readonly smallSlices: 'unknown' | 'ignore';
}

export function decodeSliceGap(fields: Fields): SliceGapCheck | undefined {
  const metric = fields.neededText('metric', 'Name the metric: recall.');
  const by = fields.texts('by') ?? [];
  const max = fields.number('max', { least: 0 });
  if (max === undefined && !fields.has('max')) fields.refuse('metric', 'there is no limit of the gap.', 'Add “max: 0.05”.');
  const minSamples = fields.number('min_samples', { least: 1, isWhole: true }) ?? 30;
  const smallSlices = fields.choice('small_slices', ['unknown', 'ignore']) ?? 'unknown';
  fields.finish();
  if (by.length === 0) return fields.refuse('by', 'no column is named.', 'Write by: [age_band, region].');
  return metric === undefined || max === undefined ? undefined : { kind: 'slice_gap', metric, by, max, minSamples, smallSlices };
}

export function checkSliceGap({ metric, by, max, minSamples, smallSlices }: SliceGapCheck, { evidence }: RuleContext): Finding {
  const expected = `${metric} apart by at most ${max} between groups of ${by.join(', ')}`;
  const gaps: Array<{ readonly column: string; readonly gap: number; readonly low: string; readonly high: string }> = [];
  for (const column of by) {
    const start = `slices.${metric}.${column}`;
    const groups = evidence.below(start).map((group) => ({ group, at: numberAt(evidence, `${start}.${group}`, { minSamples }) }));
    if (groups.length === 0) return found('unknown', expected, 'no groups', `There is no evidence of ${metric} by ${column}.`);
    const measured: Array<{ group: string; value: number }> = [];
    for (const { group, at } of groups) {
      if (!('unknown' in at)) measured.push({ group, value: at.value });
      else if (smallSlices === 'unknown' || !isSmall(evidence.at(`${start}.${group}`)?.samples, minSamples)) return found('unknown', expected, `${groups.length} groups of ${column}`, at.unknown);
    }
    if (measured.length < 2) return found('unknown', expected, `${measured.length} group of ${column}`, `Fewer than two groups of ${column} have ${minSamples} samples.`);
    const inOrder = measured.sort((a, b) => a.value - b.value);
    const [low, high] = [inOrder[0]!, inOrder[inOrder.length - 1]!];
    gaps.push({ column, gap: high.value - low.value, low: low.group, high: high.group });
  }
  const worst = gaps.reduce((most, one) => (one.gap > most.gap ? one : most));
  const observed = `${shown(worst.gap)} by ${worst.column}`;
  return worst.gap <= max ? found('pass', expected, observed, 'Within the limit.') : found('fail', expected, observed, `${worst.column}: ${worst.low} is ${shown(worst.gap)} below ${worst.high}.`);
}

function isSmall(samples: number | null | undefined, minSamples: number): boolean {
  return typeof samples === 'number' && samples < minSamples;
}
