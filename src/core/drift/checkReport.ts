import type { DriftColumn, DriftFamily, DriftReport, DriftShape, DriftSlice, DriftSubTest, Range } from '../model/drift.ts';
import { checkBias } from './check/checkBias.ts';
import { checkPerformance } from './check/checkPerformance.ts';
import { count, fields, finite, flag, list, oneOf, orNull, problem, range, record, shape, text, type Read } from './check/reads.ts';

/**
 * A value from a file or another process as a report. Unknown keys are dropped. Throws `schema` naming the first place
 * that does not fit.
 */
export function checkReport(value: unknown): DriftReport {
  return report(value, 'report');
}

const state = oneOf('drift', 'negligible', 'none', 'unknown');
const sides = shape<{ reference: number; current: number }>({ reference: count, current: count });
const values = shape<{ reference: number; current: number }>({ reference: finite, current: finite });
const level = shape<{ value: string; count: number }>({ value: text, count });

const bounds = shape<{ statistic: Range; effect: Range }>({ statistic: range, effect: range });
const subTest: Read<DriftSubTest> = (value, place) => {
  const given = fields(value, place)['bounds'];
  const test = shape<Omit<DriftSubTest, 'bounds'>>({
    subject: oneOf('distribution', 'nulls'),
    method: text,
    statistic: orNull(finite),
    pValue: finite,
    pAdjusted: finite,
    effect: orNull(finite),
    effectInterval: orNull(range),
    state,
  })(value, place);
  return given === undefined ? test : { ...test, bounds: bounds(given, `${place}.bounds`) };
};

const measures = record(orNull(finite));

const numbers = list(finite);
const quantiles = shape<{ shares: readonly number[]; reference: readonly number[]; current: readonly number[] }>({ shares: numbers, reference: numbers, current: numbers });
const bins = shape<Extract<DriftShape, { edges: unknown }>>({ edges: numbers, reference: numbers, current: numbers, quantiles });
const levels = shape<Extract<DriftShape, { levels: unknown }>>({ levels: list(text), reference: numbers, current: numbers });
const picture: Read<DriftShape> = (value, place) => ('levels' in fields(value, place) ? levels(value, place) : bins(value, place));

const column = shape<DriftColumn>({
  name: text,
  kind: text,
  state,
  drifted: flag,
  reason: text,
  method: orNull(text),
  statistic: orNull(finite),
  effect: orNull(finite),
  effectName: orNull(text),
  effectInterval: orNull(range),
  pValue: orNull(finite),
  pAdjusted: orNull(finite),
  tests: list(subTest),
  measures,
  nullShare: shape<DriftColumn['nullShare']>({ reference: orNull(finite), current: orNull(finite) }),
  samples: sides,
  smallestDetectable: orNull(finite),
  newCategories: list(level),
  vanishedCategories: list(level),
  outOfRange: orNull(shape<{ below: number; above: number }>({ below: count, above: count })),
  shape: orNull(picture),
  problems: list(problem),
});

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

const base = shape<Omit<DriftReport, 'performance' | 'bias'>>({
  verdict: oneOf('drift', 'no-drift', 'unknown'),
  reason: text,
  rows: sides,
  window: shape<DriftReport['window']>({ from: orNull(text), to: orNull(text) }),
  key: shape<DriftReport['key']>({ reference: text, current: text, model: orNull(text), commit: orNull(text) }),
  columns: list(column),
  families: list(family),
  slices: list(slice),
  thresholds: shape<DriftReport['thresholds']>({ alpha: finite, familyAlpha: finite, numericEffect: finite, categoricalEffect: finite, nullShare: finite, power: finite }),
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
