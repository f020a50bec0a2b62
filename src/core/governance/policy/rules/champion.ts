import type { Fields } from '../../../written/fields.ts';
import { found, numberAt, readingAt, shown, type Finding, type RuleContext } from './finding.ts';

/** Better than what runs: `champion: { metric: auc, direction: higher, min_gain: 0.005, on: test, min_samples: 5000 }`. */
export interface ChampionCheck {
  readonly kind: 'champion';
  readonly metric: string;
  readonly direction: 'higher' | 'lower';
  /** What it must be better by; negative: what it may be worse by. */
  readonly minGain: number;
  readonly minSamples: number;
  /** The set of data that both were measured on. */
  readonly on: string;
  /** `lower95`: the worse end of the 95 % interval of the gain must reach `minGain`, so that a win within noise is none. */
  readonly bound: 'lower95' | null;
  /** What is asked for where nothing runs yet; null: such a version cannot be judged. */
  readonly firstRelease: { readonly metric: string; readonly min: number | null; readonly max: number | null } | null;
}

/** `rule`: what stands beside it, for `first_release: { metric: auc, min: 0.80 }`. */
export function decodeChampion(fields: Fields, rule: Fields): ChampionCheck | undefined {
  const metric = fields.neededText('metric', 'Name the metric: auc.');
  const direction = fields.choice('direction', ['higher', 'lower']);
  if (direction === undefined && !fields.has('direction')) fields.refuse('metric', 'it is not said which way is better.', 'Add “direction: higher” or “direction: lower”.');
  const minGain = fields.number('min_gain') ?? 0;
  const minSamples = fields.number('min_samples', { least: 1, isWhole: true }) ?? 0;
  const on = fields.text('on') ?? 'test';
  const bound = fields.choice('bound', ['lower95']) ?? null;
  fields.finish();
  const first = rule.fields('first_release');
  const firstMetric = first?.text('metric') ?? metric;
  const [min, max] = [first?.number('min') ?? null, first?.number('max') ?? null];
  first?.finish();
  if (first !== undefined && !first.has('min') && !first.has('max')) first.refuse('metric', 'there is no limit.', 'Add “min:” or “max:”.');
  if (min !== null && max !== null && min > max) first?.refuse('min', 'the least is above the most.', 'No number is both: correct one of them.');
  if (metric === undefined || direction === undefined || firstMetric === undefined) return undefined;
  return { kind: 'champion', metric, direction, minGain, minSamples, on, bound, firstRelease: first === undefined ? null : { metric: firstMetric, min, max } };
}

export function checkChampion(check: ChampionCheck, context: RuleContext): Finding {
  return context.champion === null ? checkFirst(check, context) : check.bound === null ? checkGain(check, context) : checkBound(check, context);
}

function checkFirst({ metric, on, minSamples, firstRelease }: ChampionCheck, { evidence, about, now }: RuleContext): Finding {
  if (firstRelease === null) return found('unknown', `${metric} on ${on} better than what runs`, about.running === null ? 'nothing runs yet' : 'nothing else ever ran', 'There is no version to compare with, and the rule says nothing of a first release (first_release).');
  const path = `metrics.${on}.${firstRelease.metric}`;
  const expected = `${path} ${[...(firstRelease.min === null ? [] : [`at least ${firstRelease.min}`]), ...(firstRelease.max === null ? [] : [`at most ${firstRelease.max}`])].join(' and ')} (first release)`;
  const own = numberAt(evidence, path, now, { minSamples });
  if ('unknown' in own) return found('unknown', expected, 'nothing that can be compared', own.unknown);
  const isGood = own.value >= (firstRelease.min ?? -Infinity) && own.value <= (firstRelease.max ?? Infinity);
  return found(isGood ? 'pass' : 'fail', expected, shown(own.value), isGood ? 'Good enough for a first release.' : `${path} is ${shown(own.value)}.`);
}

function checkGain({ metric, direction, minGain, minSamples, on }: ChampionCheck, { evidence, champion, about, now }: RuleContext): Finding {
  const other = rivalOf(about);
  const path = `metrics.${on}.${metric}`;
  const expected = `${path} ${asked(direction, minGain)} than ${other.words}`;
  const own = numberAt(evidence, path, now, { minSamples });
  if ('unknown' in own) return found('unknown', expected, 'nothing that can be compared', own.unknown);
  const theirs = numberAt(champion!, path, now, { minSamples });
  if ('unknown' in theirs) return found('unknown', expected, shown(own.value), `Of ${other.words}: ${theirs.unknown}`);
  if (own.reading.unit !== theirs.reading.unit) return found('unknown', expected, shown(own.value), `${path} is in ${own.reading.unit ?? 'no unit'}, that of ${other.words} in ${theirs.reading.unit ?? 'no unit'}.`);
  const gain = direction === 'higher' ? own.value - theirs.value : theirs.value - own.value;
  return judged(gain, minGain, expected, `${shown(own.value)} against ${shown(theirs.value)}`, other.told);
}

/** By the interval of the difference on the same rows: the ends of two intervals of their own say less. */
function checkBound({ metric, direction, minGain, minSamples, on }: ChampionCheck, { evidence, about, now }: RuleContext): Finding {
  const other = rivalOf(about);
  const path = `champion.${on}.${metric}.${direction === 'higher' ? 'lower95' : 'upper95'}`;
  const expected = `metrics.${on}.${metric} ${asked(direction, minGain)} than ${other.words}, at the worse end of the 95 % interval`;
  const against = readingAt(evidence, 'champion.artifact', now);
  if ('unknown' in against) return found('unknown', expected, 'no comparison', against.unknown);
  if (against.reading.value !== about.champion?.entry.candidate.artifact) return found('unknown', expected, 'another comparison', `It was compared with another model than ${other.words}.`);
  const at = numberAt(evidence, path, now, { minSamples });
  if ('unknown' in at) return found('unknown', expected, 'nothing that can be compared', at.unknown);
  const gain = direction === 'higher' ? at.value : -at.value;
  return judged(gain, minGain, expected, `${shown(gain)} at the worse end`, other.told);
}

function asked(direction: ChampionCheck['direction'], minGain: number): string {
  return minGain >= 0 ? `${direction} by at least ${minGain}` : `${direction}, or no worse than by ${-minGain},`;
}

/** `told`: a sentence for the reason, where it is not what everybody would think. */
function rivalOf({ champion, running }: RuleContext['about']): { readonly words: string; readonly told: string } {
  if (champion === null || champion.entry.digest === running?.entry.digest) return { words: 'what runs', told: '' };
  const { version } = champion.entry.candidate;
  return { words: `${version}, which ran before it`, told: ` It runs itself, so it was compared with ${version}, which ran before it.` };
}

function judged(gain: number, minGain: number, expected: string, observed: string, told: string): Finding {
  // 0.86 − 0.855 is 0.0050000000000000044, and 0.855 − 0.85 less than 0.005: as far as numbers are written, they are equal.
  const isGood = gain >= minGain - 1e-12;
  const words = isGood ? (gain >= 0 ? `Better by ${shown(gain)}.` : `Worse by ${shown(-gain)}, which is allowed.`) : gain >= 0 ? `Better by ${shown(gain)} only.` : `Worse by ${shown(-gain)}.`;
  return found(isGood ? 'pass' : 'fail', expected, observed, `${words}${told}`);
}
