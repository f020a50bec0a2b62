import { durationText, parseDuration } from '../../../base/duration.ts';
import type { Fields } from '../../../written/fields.ts';
import { entriesOf, keyOf } from '../../../pipeline/syntaxNodes.ts';
import { found, numberAt, readingAt, shown, worstOf, type Finding, type RuleContext } from './finding.ts';

/** L0 recorded, L1 restorable, L2 re-runs, L3 same metrics within a tolerance, L4 same bytes. */
const levels = ['L0', 'L1', 'L2', 'L3', 'L4'] as const;
type Level = (typeof levels)[number];
const levelOf = { metrics: 'L3', bytes: 'L4' } as const;

interface Tolerance {
  readonly by: number;
  /** `relative`: as a share of the metric as it was. */
  readonly of: 'absolute' | 'relative';
}

/** `reproduce: { mode: metrics, tolerance: { auc: 0.001 }, max_age: 30d }`, `{ mode: bytes }` or `{ level: L2 }`. */
export interface ReproduceCheck {
  readonly kind: 'reproduce';
  /** The least; null where metrics are held against tolerances of the rule's own. */
  readonly level: Level | null;
  /** By metric. */
  readonly tolerance: ReadonlyMap<string, Tolerance>;
  readonly maxAgeMs: number | null;
}

export function decodeReproduce(fields: Fields): ReproduceCheck | undefined {
  const mode = fields.choice('mode', ['metrics', 'bytes']);
  const level = fields.choice('level', levels);
  if (!fields.has('mode') && !fields.has('level')) fields.refuse('mode', 'it is not said how far.', `Write mode: metrics or bytes, or level: and one of ${levels.join(', ')}.`);
  const tolerance = toleranceOf(fields);
  const maxAgeMs = fields.parsed('max_age', parseDuration, 'Write 30d.') ?? null;
  fields.finish();
  if (fields.has('tolerance') && mode !== 'metrics') fields.refuse('tolerance', 'a tolerance is for “mode: metrics”.', 'Write mode: metrics beside it, or take it away.');
  if (mode === undefined && level === undefined) return undefined;
  const least = [...(level === undefined ? [] : [level]), ...(mode === undefined || tolerance.size > 0 ? [] : [levelOf[mode]])];
  return { kind: 'reproduce', level: least.toSorted().at(-1) ?? null, tolerance, maxAgeMs };
}

/** `auc: 0.001` is absolute, as is `auc: { absolute: 0.001 }`; `auc: { relative: 0.01 }` is a share. */
function toleranceOf(fields: Fields): Map<string, Tolerance> {
  const inner = fields.fields('tolerance');
  const all = new Map<string, Tolerance>();
  if (inner === undefined) return all;
  for (const entry of entriesOf(inner.map)) {
    const metric = keyOf(entry);
    if (entry.value?.kind !== 'map') {
      const by = inner.number(metric, { least: 0 });
      if (by !== undefined) all.set(metric, { by, of: 'absolute' });
      continue;
    }
    const named = inner.fields(metric)!;
    const [absolute, relative] = [named.number('absolute', { least: 0 }), named.number('relative', { least: 0, most: 1 })];
    named.finish();
    if (named.has('absolute') === named.has('relative')) named.refuse('absolute', 'a tolerance is either absolute or relative.', 'Write absolute: 0.001 or relative: 0.01.');
    else if (absolute !== undefined || relative !== undefined) all.set(metric, absolute === undefined ? { by: relative!, of: 'relative' } : { by: absolute, of: 'absolute' });
  }
  inner.finish();
  if (all.size === 0) fields.refuse('tolerance', 'no metric is named.', 'Write tolerance: { auc: 0.001 }.');
  return all;
}

export function checkReproduce({ level, tolerance, maxAgeMs }: ReproduceCheck, context: RuleContext): Finding {
  const limits = [...(level === null ? [] : [`reproduced to level ${level} or more`]), ...[...tolerance].map(([metric, { by, of }]) => `${metric} made anew within ${of === 'relative' ? `${shown(100 * by)} %` : `${by} (absolute)`}`)];
  const expected = `${limits.join(', ')}${maxAgeMs === null ? '' : `, at most ${durationText(maxAgeMs)} ago`}`;
  return worstOf([...(level === null ? [] : [checkLevel(level, maxAgeMs, expected, context)]), ...[...tolerance].map(([metric, one]) => checkMetricAnew(metric, one, maxAgeMs, expected, context))]);
}

function checkLevel(level: Level, maxAgeMs: number | null, expected: string, { evidence, now }: RuleContext): Finding {
  const at = readingAt(evidence, 'reproduction.level', now, maxAgeMs);
  if ('unknown' in at) return found('unknown', expected, 'nothing', at.unknown);
  const reached = levels.find((one) => one === at.reading.value);
  if (reached === undefined) return found('unknown', expected, String(at.reading.value), 'The level of its reproduction is none that is known.');
  if (reached < level) return found('fail', expected, reached, `It was reproduced to ${reached} only.`);
  return found('pass', expected, reached, 'Reproduced far enough.');
}

function checkMetricAnew(metric: string, { by, of }: Tolerance, maxAgeMs: number | null, expected: string, { evidence, now }: RuleContext): Finding {
  const was = numberAt(evidence, `metrics.${metric}`, now);
  const anew = numberAt(evidence, `reproduction.metrics.${metric}`, now, { maxAgeMs });
  if ('unknown' in was) return found('unknown', expected, 'nothing that can be compared', was.unknown);
  if ('unknown' in anew) return found('unknown', expected, 'nothing that can be compared', anew.unknown);
  const apart = Math.abs(anew.value - was.value);
  const isGood = apart <= (of === 'relative' ? by * Math.abs(was.value) : by) + 1e-12 * Math.abs(was.value);
  return found(isGood ? 'pass' : 'fail', expected, `${metric} ${shown(anew.value)} against ${shown(was.value)}`, isGood ? 'The same within its tolerance.' : `${metric} differs by ${shown(apart)}.`);
}
