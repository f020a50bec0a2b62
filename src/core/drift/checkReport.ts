import type { DriftColumn, DriftFamily, DriftReport, DriftShape, DriftSlice, DriftSubTest, Range } from '../model/drift.ts';
import { checkBias } from './check/checkBias.ts';
import { checkPerformance } from './check/checkPerformance.ts';
import { count, fields, finite, flag, list, oneOf, orNull, problem, range, record, shape, text, type Read } from './check/reads.ts';
import type { DriftEvent } from './events/driftEvent.ts';
import type { ProvisionalColumn, ProvisionalTest } from './provisional.ts';

/**
 * A value from a file or another process as a report. Unknown keys are dropped. Throws `schema` naming the first place
 * that does not fit.
 */
export function checkReport(value: unknown): DriftReport {
  return report(value, 'report');
}

/** A value from a process that compares as an event; undefined for a kind that is not known here. Throws as `checkReport` does. */
export function checkEvent(value: unknown): DriftEvent | undefined {
  const event = text(fields(value, 'event')['event'], 'event.event');
  return Object.hasOwn(events, event) ? ({ event, ...events[event as DriftEvent['event']](value, 'event') } as DriftEvent) : undefined;
}

const state = oneOf('drift', 'negligible', 'none', 'unknown');
const sides = shape<{ reference: number; current: number }>({ reference: count, current: count });
const values = shape<{ reference: number; current: number }>({ reference: finite, current: finite });
const level = shape<{ value: string; count: number }>({ value: text, count });

const bounds = shape<{ statistic: Range; effect: Range }>({ statistic: range, effect: range });
const provisionalTestFields = {
  subject: oneOf('distribution', 'nulls'),
  method: text,
  statistic: orNull(finite),
  pValue: finite,
  effect: orNull(finite),
  effectInterval: orNull(range),
};

/** `bounds` are there or not. */
function withBounds<T extends object>(read: Read<T>): Read<T & Pick<DriftSubTest, 'bounds'>> {
  return (value, place) => {
    const given = fields(value, place)['bounds'];
    const test = read(value, place);
    return given === undefined ? test : { ...test, bounds: bounds(given, `${place}.bounds`) };
  };
}

const subTest = withBounds(shape<Omit<DriftSubTest, 'bounds'>>({ ...provisionalTestFields, pAdjusted: finite, state }));

const measures = record(orNull(finite));

const numbers = list(finite);
const quantiles = shape<{ shares: readonly number[]; reference: readonly number[]; current: readonly number[] }>({ shares: numbers, reference: numbers, current: numbers });
const bins = shape<Extract<DriftShape, { edges: unknown }>>({ edges: numbers, reference: numbers, current: numbers, quantiles });
const levels = shape<Extract<DriftShape, { levels: unknown }>>({ levels: list(text), reference: numbers, current: numbers });
const picture: Read<DriftShape> = (value, place) => ('levels' in fields(value, place) ? levels(value, place) : bins(value, place));

const seenFields = {
  name: text,
  kind: text,
  method: orNull(text),
  statistic: orNull(finite),
  effect: orNull(finite),
  effectName: orNull(text),
  effectInterval: orNull(range),
  pValue: orNull(finite),
  measures,
  nullShare: shape<DriftColumn['nullShare']>({ reference: orNull(finite), current: orNull(finite) }),
  samples: sides,
  smallestDetectable: orNull(finite),
  newCategories: list(level),
  vanishedCategories: list(level),
  outOfRange: orNull(shape<{ below: number; above: number }>({ below: count, above: count })),
  shape: orNull(picture),
  problems: list(problem),
};

const column = shape<DriftColumn>({ ...seenFields, state, drifted: flag, reason: text, pAdjusted: orNull(finite), tests: list(subTest) });

const family = shape<DriftFamily>({
  name: text,
  state,
  drifted: flag,
  reason: text,
  method: text,
  statistic: orNull(finite),
  effect: orNull(finite),
  effectName: orNull(text),
  effectInterval: orNull(range),
  pValue: orNull(finite),
  alpha: finite,
  columns: list(text),
});

const slice = shape<DriftSlice>({
  where: list(shape<{ column: string; value: string }>({ column: text, value: text })),
  samples: sides,
  measure: text,
  values,
  z: finite,
  pAdjusted: finite,
  flagged: flag,
});

const thresholds = shape<DriftReport['thresholds']>({ alpha: finite, familyAlpha: finite, numericEffect: finite, categoricalEffect: finite, nullShare: finite, power: finite });

const base = shape<Omit<DriftReport, 'performance' | 'bias'>>({
  verdict: oneOf('drift', 'no-drift', 'unknown'),
  reason: text,
  rows: sides,
  window: shape<DriftReport['window']>({ from: orNull(text), to: orNull(text) }),
  key: shape<DriftReport['key']>({ reference: text, current: text, model: orNull(text), commit: orNull(text) }),
  columns: list(column),
  families: list(family),
  slices: list(slice),
  thresholds,
  problems: list(shape<DriftReport['problems'][number]>({ code: text, message: text, side: oneOf('reference', 'current', 'both') })),
  engine: shape<DriftReport['engine']>({ name: text, version: text, mode: oneOf('exact', 'grid', 'foreign'), reader: text, dependence: text }),
  digest: text,
});

/** Performance and bias stand only where they were asked for. */
const report: Read<DriftReport> = (value, place) => {
  const { performance, bias } = fields(value, place);
  return {
    ...base(value, place),
    ...(performance === undefined ? {} : { performance: checkPerformance(performance, `${place}.performance`) }),
    ...(bias === undefined ? {} : { bias: checkBias(bias, `${place}.bias`) }),
  };
};

const named = shape<{ name: string; kind: string }>({ name: text, kind: text });

/** By kind of event; each is read without its kind. */
const events: { readonly [K in DriftEvent['event']]: Read<Omit<Extract<DriftEvent, { event: K }>, 'event'>> } = {
  start: shape({ of: count, rows: sides, thresholds }),
  names: shape({ place: count, columns: list(named) }),
  column: shape({ place: count, column: shape<ProvisionalColumn>({ ...seenFields, tests: list(withBounds(shape<Omit<ProvisionalTest, 'bounds'>>(provisionalTestFields))) }) }),
};
