import type { BiasAdjustment, BiasColumns, BiasDisparity, BiasGroup, BiasGroupColumn, BiasGrouping, BiasMeasure, BiasReport, CalibrationBin, DisparityPart, FourFifths } from '../../model/bias.ts';
import type { DriftBias } from '../../model/drift.ts';
import { count, finite, list, oneOf, orNull, problem, range, refuse, shape, text, type Read } from './reads.ts';

const texts = list(text);

const pair: Read<readonly [string, string]> = (value, place) => {
  const [low, high] = texts(value, place);
  return low === undefined || high === undefined ? refuse(place, 'two texts') : [low, high];
};

const measure = shape<BiasMeasure>({ name: text, class: orNull(text), value: orNull(finite), interval: orNull(range), of: count, hits: orNull(finite), note: orNull(text) });
const bin = shape<CalibrationBin>({ from: finite, to: finite, rows: count, meanScore: finite, positiveShare: finite, interval: range });
const group = shape<BiasGroup>({ values: texts, rows: count, withheld: orNull(text), counts: orNull(list(list(count))), measures: list(measure), calibration: orNull(list(bin)) });
const part = shape<DisparityPart>({ measure: text, value: orNull(finite), groups: orNull(pair), values: orNull(range), pValue: orNull(finite), pAdjusted: orNull(finite) });
const disparity = shape<BiasDisparity>({
  name: text,
  grouping: texts,
  class: orNull(text),
  method: oneOf('between_groups', 'to_overall'),
  value: orNull(finite),
  interval: orNull(range),
  groups: orNull(pair),
  pValue: orNull(finite),
  pAdjusted: orNull(finite),
  smallestAdjusted: orNull(finite),
  parts: list(part),
  note: orNull(text),
});
const fourFifths = shape<FourFifths>({
  grouping: texts,
  class: orNull(text),
  ratio: orNull(finite),
  interval: orNull(range),
  highest: orNull(text),
  below: list(shape<FourFifths['below'][number]>({ group: text, ratio: finite })),
  note: text,
});

/** The bias in a drift report. Throws `schema`. */
export const checkBias = shape<DriftBias>({
  kind: oneOf('binary', 'multiclass', 'regression'),
  columns: shape<BiasColumns>({
    label: text,
    prediction: orNull(text),
    score: orNull(text),
    positive: orNull(text),
    threshold: orNull(finite),
    groups: list(shape<BiasGroupColumn>({ name: text, edges: orNull(list(finite)), made: text })),
  }),
  rows: shape<BiasReport['rows']>({ read: count, used: count, withoutLabel: count, withoutPrediction: count }),
  classes: texts,
  measured: texts,
  limitations: texts,
  overall: list(measure),
  groupings: list(shape<BiasGrouping>({ columns: texts, groups: list(group) })),
  disparities: list(disparity),
  fourFifths: list(fourFifths),
  adjustment: shape<BiasAdjustment>({ method: oneOf('holm'), comparisons: count, words: text }),
  notSupported: list(shape<BiasReport['notSupported'][number]>({ what: text, reason: text })),
  problems: list(problem),
});
