import type { Fields } from '../../../written/fields.ts';
import { found, numberAt, shown, type Finding, type RuleContext } from './finding.ts';

/** Better than what runs: `champion: { metric: auc, direction: higher, min_gain: 0.005, on: test }`. */
export interface ChampionCheck {
  readonly kind: 'champion';
  readonly metric: string;
  readonly direction: 'higher' | 'lower';
  /** What it must be better by; negative: what it may be worse by. */
  readonly minGain: number;
  readonly minSamples: number;
  readonly on: string;
  /** What is asked for where nothing runs yet; null: such a version cannot be judged. */
  readonly firstRelease: { readonly min: number | null; readonly max: number | null } | null;
}

export function decodeChampion(fields: Fields): ChampionCheck | undefined {
  const metric = fields.neededText('metric', 'Name the metric: auc.');
  const direction = fields.choice('direction', ['higher', 'lower']);
  if (direction === undefined && !fields.has('direction')) fields.refuse('metric', 'says not which way is better.', 'Add “direction: higher” or “direction: lower”.');
  const minGain = fields.number('min_gain') ?? 0;
  const minSamples = fields.number('min_samples', { least: 1, isWhole: true }) ?? 0;
  const on = fields.text('on') ?? 'test';
  const first = fields.fields('first_release');
  const firstRelease = first === undefined ? null : { min: first.number('min') ?? null, max: first.number('max') ?? null };
  first?.finish();
  fields.finish();
  if (firstRelease !== null && firstRelease.min === null && firstRelease.max === null) fields.refuse('first_release', 'has no limit.', 'Add “min:” or “max:”.');
  return metric === undefined || direction === undefined ? undefined : { kind: 'champion', metric, direction, minGain, minSamples, on, firstRelease };
}

export function checkChampion({ metric, direction, minGain, minSamples, on, firstRelease }: ChampionCheck, { evidence, champion }: RuleContext): Finding {
  const path = `metrics.${on}.${metric}`;
  const own = numberAt(evidence, path, { minSamples });
  if (champion === null) {
    if (firstRelease === null) return found('unknown', `${path} better than what runs`, 'nothing runs yet', 'There is no version to compare with, and the rule says nothing of a first release.');
    const expected = `${path} ${[...(firstRelease.min === null ? [] : [`at least ${firstRelease.min}`]), ...(firstRelease.max === null ? [] : [`at most ${firstRelease.max}`])].join(' and ')} (first release)`;
    if ('unknown' in own) return found('unknown', expected, 'nothing that can be compared', own.unknown);
    const isGood = own.value >= (firstRelease.min ?? -Infinity) && own.value <= (firstRelease.max ?? Infinity);
    return found(isGood ? 'pass' : 'fail', expected, shown(own.value), isGood ? 'Good enough for a first release.' : `${path} is ${shown(own.value)}.`);
  }
  const words = minGain >= 0 ? `${direction} by at least ${minGain}` : `no worse than by ${-minGain}`;
  const other = numberAt(champion, path, { minSamples });
  const expected = `${path} ${words} than what runs`;
  if ('unknown' in own) return found('unknown', expected, 'nothing that can be compared', own.unknown);
  if ('unknown' in other) return found('unknown', expected, shown(own.value), `Of what runs: ${other.unknown}`);
  const gain = direction === 'higher' ? own.value - other.value : other.value - own.value;
  const observed = `${shown(own.value)} against ${shown(other.value)}`;
  return gain >= minGain ? found('pass', expected, observed, `Better by ${shown(gain)}.`) : found('fail', expected, observed, gain >= 0 ? `Better by ${shown(gain)} only.` : `Worse by ${shown(-gain)}.`);
}
