import type { BiasDisparity, DisparityMethod, DisparityPart, OutcomeKind } from '../../model/bias.ts';
import type { ComparisonFamily } from './comparisonFamily.ts';
import { disparityBetween, type Compared, type DisparityFound, type EndLevels } from './disparityBetween.ts';
import { disparityKinds, type DisparityKind } from './disparityKinds.ts';
import { disparityToOverall } from './disparityToOverall.ts';
import type { GroupMeasure } from './groupMeasure.ts';
import { groupName, type Grouping } from './grouping.ts';

/** A grouping with its measures; only groups of at least `least` rows are compared. */
export interface MeasuredGrouping {
  readonly grouping: Grouping;
  readonly measures: readonly GroupMeasure[];
}

const level = 0.95;
const methods: readonly DisparityMethod[] = ['between_groups', 'to_overall'];

/**
 * Every disparity of every grouping. Tests go into `family` at once; what is adjusted is asked for by calling the answer, when
 * all tests of the report are there.
 */
export function disparitiesOf({ grouping, measures }: MeasuredGrouping, kind: OutcomeKind, least: number, family: ComparisonFamily): Array<() => BiasDisparity> {
  const classes = [...new Set(measures.map((one) => one.class))];
  return disparityKinds
    .filter(({ kinds }) => kinds.includes(kind))
    .flatMap((disparity) =>
      classes.flatMap((of) => {
        const parts = disparity.measures.map((name) => measures.find((one) => one.name === name && one.class === of));
        if (parts.some((part) => part === undefined)) return [];
        return methods.map((method) => disparityOf(disparity, method, parts as GroupMeasure[], grouping, least, family));
      }),
    );
}

function disparityOf(disparity: DisparityKind, method: DisparityMethod, parts: readonly GroupMeasure[], grouping: Grouping, least: number, family: ComparisonFamily): () => BiasDisparity {
  const shared = 1 - (1 - level) / parts.length;
  // A mean needs the ends of all its parts; of the worst one only the better end does.
  const levels: EndLevels = { worse: disparity.combined === 'mean' ? shared : level, better: shared };
  const found = parts.map((measure) => {
    const compared: Compared[] = grouping.groups.flatMap(({ values, rows }, at) => {
      const estimate = measure.groups[at];
      return rows >= least && estimate !== undefined ? [{ name: groupName(values), at, estimate }] : [];
    });
    const key = JSON.stringify([grouping.columns, measure.name, measure.class]);
    const result =
      method === 'between_groups'
        ? disparityBetween(disparity.form, compared, levels, family, key)
        : disparityToOverall(disparity.form, compared, measure, levels, family, key);
    return { measure, result, compared: compared.length };
  });
  return () => {
    const shown = found.map(({ measure, result }) => partOf(measure.name, result, family));
    const base = { name: disparity.name, grouping: grouping.columns, class: parts[0]!.class, method, parts: shown };
    const results = found.flatMap(({ result }) => (result === undefined ? [] : [result]));
    if (results.length < found.length) {
      const missing = found.find(({ result }) => result === undefined)!;
      const note =
        missing.compared < 2
          ? `fewer than two groups with n ≥ ${least} have a value of ${missing.measure.name}`
          : `a ratio of ${missing.measure.name} is not defined: ${disparity.form === 'ratio' ? 'it is 0 in every group' : 'it is no number'}`;
      return { ...base, value: null, interval: null, groups: null, pValue: null, pAdjusted: null, smallestAdjusted: null, note };
    }
    const { value, interval, deciding } = combined(disparity, results);
    return {
      ...base,
      value,
      interval,
      groups: deciding.groups,
      pValue: family.p(deciding.test),
      pAdjusted: family.adjusted(deciding.test),
      smallestAdjusted: family.smallestAdjusted(results.flatMap(({ tests }) => tests)),
      note: null,
    };
  };
}

function combined({ form, combined: how }: DisparityKind, results: readonly DisparityFound[]): { value: number; interval: readonly [number, number] | null; deciding: DisparityFound } {
  const worse = (left: DisparityFound, right: DisparityFound) => (form === 'difference' ? right.value > left.value : right.value < left.value);
  const deciding = results.reduce((worst, one) => (worse(worst, one) ? one : worst));
  const intervals = results.flatMap(({ interval }) => (interval === null ? [] : [interval]));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const worst = (values: readonly number[]) => (form === 'difference' ? Math.max(...values) : Math.min(...values));
  const join = how === 'mean' ? mean : worst;
  return {
    value: join(results.map(({ value }) => value)),
    interval: intervals.length < results.length ? null : [join(intervals.map(({ low }) => low)), join(intervals.map(({ high }) => high))],
    deciding,
  };
}

function partOf(measure: string, found: DisparityFound | undefined, family: ComparisonFamily): DisparityPart {
  if (found === undefined) return { measure, value: null, groups: null, values: null, pValue: null, pAdjusted: null };
  return { measure, value: found.value, groups: found.groups, values: found.values, pValue: family.p(found.test), pAdjusted: family.adjusted(found.test) };
}
