import { fail } from '../../base/fault.ts';
import { nearKeys } from '../../filter/near.ts';
import type { BiasDisparity, BiasLimit, BiasVerdict, OutcomeKind } from '../../model/bias.ts';
import { disparityKinds } from './disparityKinds.ts';
import type { Outcome } from './outcome.ts';

const overall = '.to_overall';
/** What a rounding may make of two equal numbers. */
const rounding = 1e-12;

/** Throws `invalid` for a metric that is not measured here, with near names, and for a limit outside what it can be. */
export function needKnownLimits(limits: Readonly<Record<string, number>>, kind: OutcomeKind): void {
  const known = disparityKinds.filter(({ kinds }) => kinds.includes(kind)).map(({ name }) => name);
  for (const [metric, limit] of Object.entries(limits)) {
    const name = bare(metric);
    if (!known.includes(name)) {
      const near = nearKeys(name, known);
      throw fail('invalid', `“${metric}” is no disparity of a ${kind} outcome.`, { hint: `${near.length > 0 ? `Close: ${near.join(', ')}` : `Known: ${known.join(', ')}`}. With ${overall} it is measured against all rows.` });
    }
    if (!(limit >= 0 && Number.isFinite(limit)) || (name.endsWith('_ratio') && limit > 1)) {
      throw fail('invalid', `The limit ${metric}=${limit} cannot be kept or broken.`, { hint: 'A difference has a limit of at least 0, a ratio one from 0 to 1.' });
    }
  }
}

/**
 * A difference may be at most, a ratio must be at least its limit, in every grouping and class. The value decides, not its
 * interval. Unknown where one of the group columns has no value; an intersection without one only says so.
 */
export function checkLimits(limits: Readonly<Record<string, number>>, disparities: readonly BiasDisparity[], outcome: Outcome): BiasLimit[] {
  const hasScores = outcome.kind !== 'regression' && outcome.scores !== null;
  const absent = `not measured: ${hasScores ? 'scores outside 0 to 1 are no probabilities' : 'it is made of scores; name their column with --score'}`;
  return Object.entries(limits).map(([metric, limit]) => checkLimit(metric, limit, disparities, absent));
}

/** `without`: why there is no disparity of that name at all. */
function checkLimit(metric: string, limit: number, disparities: readonly BiasDisparity[], without: string): BiasLimit {
  const method = metric.endsWith(overall) ? 'to_overall' : 'between_groups';
  const asked = disparities.filter((one) => one.name === bare(metric) && one.method === method);
  const isRatio = bare(metric).endsWith('_ratio');
  const measured = asked.filter(({ value }) => value !== null);
  const absent = asked.filter(({ value }) => value === null);
  const worst = measured.reduce<BiasDisparity | undefined>((most, one) => (most === undefined || (isRatio ? one.value! < most.value! : one.value! > most.value!) ? one : most), undefined);
  const where = (one: BiasDisparity) => `${one.grouping.join(' × ')}${one.class === null ? '' : `, class ${one.class}`}`;
  const missing = absent.map((one) => `not measured by ${where(one)}: ${one.note ?? ''}`).join('; ');
  const place = { observed: worst?.value ?? null, interval: worst?.interval ?? null, grouping: worst?.grouping ?? null, class: worst?.class ?? null };
  if (worst === undefined) return { metric, limit, outcome: 'unknown', ...place, reason: missing === '' ? without : missing };
  const isBroken = isRatio ? worst.value! < limit - rounding : worst.value! > limit + rounding;
  const word = isRatio ? (isBroken ? 'below' : 'at least') : isBroken ? 'above' : 'at most';
  const said = `${short(worst.value!)} by ${where(worst)} (${worst.groups!.join(' and ')}) is ${word} ${limit}${absent.length > 0 ? `; ${missing}` : ''}`;
  if (isBroken) return { metric, limit, outcome: 'fail', ...place, reason: said };
  return { metric, limit, outcome: absent.some(({ grouping }) => grouping.length === 1) ? 'unknown' : 'pass', ...place, reason: said };
}

/** A verdict about the declared limits, and nothing else. */
export function verdictOf(limits: readonly BiasLimit[]): { verdict: BiasVerdict; reason: string } {
  if (limits.length === 0) return { verdict: 'measured', reason: 'No limit is declared: differences are measured, not judged.' };
  const of = (outcome: BiasLimit['outcome']) => limits.filter((one) => one.outcome === outcome);
  const said = (some: readonly BiasLimit[]) => some.map(({ metric, reason }) => `${metric}: ${reason}`).join('. ');
  const some = (few: readonly BiasLimit[], what: string) => `${limits.length === 1 ? 'The declared limit' : `${few.length} of ${limits.length} declared limits`} ${what}. ${said(few)}.`;
  const [broken, open] = [of('fail'), of('unknown')];
  if (broken.length > 0) return { verdict: 'fail', reason: some(broken, `${broken.length === 1 ? 'is' : 'are'} broken`) };
  if (open.length > 0) return { verdict: 'unknown', reason: some(open, 'cannot be checked') };
  return { verdict: 'pass', reason: `${limits.length === 1 ? 'The declared limit is' : `All ${limits.length} declared limits are`} kept. ${said(limits)}.` };
}

function bare(metric: string): string {
  return metric.endsWith(overall) ? metric.slice(0, -overall.length) : metric;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
