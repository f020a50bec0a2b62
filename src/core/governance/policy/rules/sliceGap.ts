import type { Fields } from '../../../written/fields.ts';
import { slicePath } from '../evidence.ts';
import { found, numberAt, shown, type Finding, type RuleContext } from './finding.ts';

/** Groups that are served alike: `slice_gap: { metric: recall, by: [age_band, region], max: 0.05, min_samples: 200, small_slices: unknown }`. */
export interface SliceGapCheck {
  readonly kind: 'slice_gap';
  readonly metric: string;
  /** Each column by itself. */
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

interface Gap {
  readonly column: string;
  readonly gap: number;
  readonly low: string;
  readonly high: string;
}

/** One column that cannot be judged makes it unknown, whatever the others say; but a gap that is there is a gap. */
export function checkSliceGap(check: SliceGapCheck, context: RuleContext): Finding {
  const { metric, by, max } = check;
  const expected = `${metric} apart by at most ${max} between groups of ${by.join(', ')}`;
  const gaps: Gap[] = [];
  let open: { readonly observed: string; readonly reason: string } | undefined;
  for (const column of by) {
    const one = gapBy(column, check, context);
    if ('gap' in one) gaps.push(one);
    else open ??= one;
  }
  const worst = gaps.reduce<Gap | undefined>((most, one) => (most === undefined || one.gap > most.gap ? one : most), undefined);
  const observed = worst === undefined ? '' : `${shown(worst.gap)} by ${worst.column}`;
  // 0.85 − 0.80 is 0.04999999999999993 or 0.050000000000000044: as far as numbers are written, they are equal.
  if (worst !== undefined && worst.gap > max + 1e-12) return found('fail', expected, observed, `${worst.column}: ${worst.low} is ${shown(worst.gap)} below ${worst.high}.`);
  return open === undefined ? found('pass', expected, observed, 'Within the limit.') : found('unknown', expected, open.observed, open.reason);
}

function gapBy(column: string, { metric, minSamples, smallSlices }: SliceGapCheck, { evidence, now }: RuleContext): Gap | { readonly observed: string; readonly reason: string } {
  const start = slicePath(metric, column);
  const groups = evidence.below(start);
  const count = numberAt(evidence, start, now);
  if (groups.length === 0) return { observed: 'no groups', reason: `There is no evidence of ${metric} by ${column}.` };
  const observed = `${groups.length} groups of ${column}`;
  if ('unknown' in count) return { observed, reason: count.unknown };
  if (count.value !== groups.length) return { observed, reason: `${column} has ${count.value} groups, ${metric} is known of ${groups.length}.` };
  const measured: Array<{ readonly group: string; readonly value: number }> = [];
  for (const group of groups) {
    const path = `${start}.${group}`;
    const at = numberAt(evidence, path, now, { minSamples });
    if (!('unknown' in at)) measured.push({ group, value: at.value });
    else if (smallSlices === 'unknown' || !isSmall(evidence.at(path)?.samples, minSamples)) return { observed, reason: at.unknown };
  }
  if (measured.length < 2) return { observed: `${measured.length} group of ${column}`, reason: `Fewer than two groups of ${column} have ${minSamples} samples.` };
  const inOrder = measured.toSorted((a, b) => a.value - b.value);
  const [low, high] = [inOrder[0]!, inOrder[inOrder.length - 1]!];
  return { column, gap: high.value - low.value, low: low.group, high: high.group };
}

function isSmall(samples: number | null | undefined, minSamples: number): boolean {
  return typeof samples === 'number' && samples < minSamples;
}
