import { classCounts, type ClassCounts, type ConfusionMatrix } from '../metrics/confusionMatrix.ts';
import { shareEstimate } from './estimate.ts';
import type { GroupMeasure } from './groupMeasure.ts';
import type { Grouping } from './grouping.ts';
import type { ClassOutcome } from './outcome.ts';

/** [hits, rows they are among] of one class against the rest. */
type Share = (counts: ClassCounts) => readonly [number, number];

const shares: ReadonlyArray<{ readonly name: string; readonly share: Share; readonly absent: string }> = [
  { name: 'selection_rate', share: (c) => [c.truePositives + c.falsePositives, total(c)], absent: 'no rows' },
  { name: 'base_rate', share: (c) => [c.truePositives + c.falseNegatives, total(c)], absent: 'no rows' },
  { name: 'true_positive_rate', share: (c) => [c.truePositives, c.truePositives + c.falseNegatives], absent: 'no row is positive' },
  { name: 'false_negative_rate', share: (c) => [c.falseNegatives, c.truePositives + c.falseNegatives], absent: 'no row is positive' },
  { name: 'false_positive_rate', share: (c) => [c.falsePositives, c.falsePositives + c.trueNegatives], absent: 'no row is negative' },
  { name: 'true_negative_rate', share: (c) => [c.trueNegatives, c.falsePositives + c.trueNegatives], absent: 'no row is negative' },
  { name: 'positive_predictive_value', share: (c) => [c.truePositives, c.truePositives + c.falsePositives], absent: 'no row is predicted positive' },
  { name: 'negative_predictive_value', share: (c) => [c.trueNegatives, c.trueNegatives + c.falseNegatives], absent: 'no row is predicted negative' },
];

function total(c: ClassCounts): number {
  return c.truePositives + c.falsePositives + c.falseNegatives + c.trueNegatives;
}

/** Counts of every group and of all rows. */
export interface GroupCounts {
  readonly whole: ConfusionMatrix;
  readonly groups: readonly ConfusionMatrix[];
}

export function groupCounts({ classes, truth, predicted }: Pick<ClassOutcome, 'classes' | 'truth' | 'predicted'>, grouping: Grouping): GroupCounts {
  const empty = () => ({ classes: classes.length, counts: new Float64Array(classes.length ** 2) });
  const whole = empty();
  const groups = grouping.groups.map(empty);
  for (let row = 0; row < truth.length; row += 1) {
    const cell = truth[row]! * classes.length + predicted[row]!;
    whole.counts[cell]! += 1;
    groups[grouping.codes[row]!]!.counts[cell]! += 1;
  }
  return { whole, groups };
}

/** Accuracy, and the rates of the positive class or, of a multiclass outcome, of each class against the rest. */
export function classMeasures({ kind, classes }: Pick<ClassOutcome, 'kind' | 'classes'>, counts: GroupCounts): GroupMeasure[] {
  const right = ({ classes: of, counts: cells }: ConfusionMatrix): readonly [number, number] => {
    let [hits, all] = [0, 0];
    cells.forEach((count, cell) => {
      all += count;
      if (Math.floor(cell / of) === cell % of) hits += count;
    });
    return [hits, all];
  };
  const measures = [shareMeasure('accuracy', null, 'no rows', counts, right)];
  classes.forEach((name, at) => {
    if (kind === 'binary' && at === 0) return;
    const of = kind === 'binary' ? null : name;
    for (const { name: share, share: part, absent } of shares) {
      measures.push(shareMeasure(share, of, absent, counts, (matrix) => part(classCounts(matrix, at))));
    }
  });
  return measures;
}

function shareMeasure(name: string, of: string | null, absent: string, { whole, groups }: GroupCounts, share: (matrix: ConfusionMatrix) => readonly [number, number]): GroupMeasure {
  const [hits, rows] = share(whole);
  const parts = groups.map(share);
  return {
    name,
    class: of,
    absent,
    whole: shareEstimate(hits, rows),
    groups: parts.map(([part, among]) => shareEstimate(part, among)),
    rests: parts.map(([part, among]) => shareEstimate(hits - part, rows - among)),
  };
}
