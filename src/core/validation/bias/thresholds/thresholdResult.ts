import type { ThresholdConstraint, ThresholdResult } from '../../../model/bias.ts';
import { classMeasures, groupCounts } from '../classMeasures.ts';
import { ComparisonFamily } from '../comparisonFamily.ts';
import { disparitiesOf } from '../disparities.ts';
import { groupName } from '../grouping.ts';
import { measureOf } from '../groupMeasure.ts';
import type { ScoredPart, Thresholds } from './scoredPart.ts';

const shown = new Set(['selection_rate', 'true_positive_rate', 'false_positive_rate', 'positive_predictive_value', 'accuracy']);

/** What the thresholds do on a part. */
export function thresholdResult({ truth, scores, grouping }: ScoredPart, { own, common }: Thresholds, constraint: ThresholdConstraint, least: number): ThresholdResult {
  const thresholds = grouping.groups.map(({ values }) => own.get(groupName(values)) ?? common);
  const predicted = truth.map((_, row) => Number(scores[row]! >= thresholds[grouping.codes[row]!]!));
  const outcome = { kind: 'binary' as const, classes: ['0', '1'], truth, predicted };
  const measures = classMeasures(outcome, groupCounts(outcome, grouping));
  const disparity = disparitiesOf({ grouping, measures }, 'binary', least, new ComparisonFamily())
    .map((one) => one())
    .find(({ name, method }) => name === `${constraint}_difference` && method === 'between_groups');
  const whole = (name: string) => measures.find((one) => one.name === name)?.whole?.value ?? null;
  const [right, negative] = [whole('true_positive_rate'), whole('true_negative_rate')];
  return {
    rows: truth.length,
    balancedAccuracy: right === null || negative === null ? null : (right + negative) / 2,
    difference: disparity?.value ?? null,
    interval: disparity?.interval ?? null,
    groups: grouping.groups.map(({ values, rows }, at) => {
      const withheld = rows < least ? `too few rows (n = ${rows} < ${least})` : null;
      return {
        group: groupName(values),
        rows,
        withheld,
        measures: withheld === null ? measures.filter(({ name }) => shown.has(name)).map((one) => measureOf(one, one.groups[at])) : [],
      };
    }),
  };
}
