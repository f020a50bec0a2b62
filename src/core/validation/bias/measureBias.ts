import { counted } from '../../base/counted.ts';
import { sha256 } from '../../base/sha256.ts';
import type { BiasColumns, BiasGrouping, BiasReport, CalibrationBin } from '../../model/bias.ts';
import type { ColumnProblem } from '../../table/column.ts';
import { lengthOf } from '../../table/memoryTable.ts';
import type { BiasInput } from './biasInput.ts';
import { biasThresholds } from './biasThresholds.ts';
import { limitationWords, measuredWords, notSupportedWords } from './biasWords.ts';
import { classMeasures, groupCounts } from './classMeasures.ts';
import { ComparisonFamily } from './comparisonFamily.ts';
import { checkLimits, needKnownLimits, verdictOf } from './declaredLimits.ts';
import { disparitiesOf, type MeasuredGrouping } from './disparities.ts';
import { fourFifthsOf } from './fourFifths.ts';
import { groupColumn, needGroups } from './groupColumn.ts';
import { measureOf } from './groupMeasure.ts';
import { groupingsOf, type Grouping } from './grouping.ts';
import type { Outcome } from './outcome.ts';
import { readOutcome } from './readOutcome.ts';
import { regressionMeasures } from './regressionMeasures.ts';
import { scoreMeasures } from './scoreMeasures.ts';

/** Of the rules: changes when the same data may get another verdict. */
export const biasEngine = { name: 'mlops', version: '1' } as const;

interface Measured extends MeasuredGrouping {
  /** `counts[truth][predicted]` of each group; null for a regression. */
  readonly counts: ReadonlyArray<ReadonlyArray<readonly number[]>> | null;
  readonly calibration: ReadonlyArray<readonly CalibrationBin[]> | null;
}

/**
 * How the outcomes of the groups differ. The same input gives the same report, byte for byte. Throws `invalid` for columns that
 * make no outcome or no groups and for limits that are no limits; a table without a usable row is a report that says so.
 */
export function measureBias(input: BiasInput): BiasReport {
  const { settings } = input;
  const outcome = readOutcome({ ...settings, label: input.label, prediction: input.prediction, score: input.score });
  needKnownLimits(settings.limits, outcome.kind);
  needGroups(settings.bins, input.groups.map(({ name }) => name));
  const columns = input.groups.map((column) => groupColumn(column, outcome.rows, settings.bins[column.name]));
  const measured = groupingsOf(columns, settings.withIntersections).map((grouping) => measure(outcome, grouping));
  const family = new ComparisonFamily();
  const disparities = measured.flatMap((one) => disparitiesOf(one, outcome.kind, settings.least, family)).map((disparity) => disparity());
  const declaredLimits = checkLimits(settings.limits, disparities, outcome);
  const isClasses = outcome.kind !== 'regression';
  const shown: BiasColumns = {
    label: input.label.name,
    prediction: settings.threshold === undefined ? (input.prediction?.name ?? null) : null,
    score: input.score?.name ?? null,
    positive: outcome.kind === 'binary' ? outcome.classes[1]! : null,
    threshold: settings.threshold ?? null,
    groups: columns.map(({ name, edges, made }) => ({ name, edges, made })),
  };
  const body = {
    ...verdictOf(declaredLimits),
    kind: outcome.kind,
    columns: shown,
    rows: { read: lengthOf(input.label), used: outcome.rows.length, withoutLabel: outcome.withoutLabel, withoutPrediction: outcome.withoutPrediction },
    classes: isClasses ? outcome.classes : [],
    measured: measuredWords(outcome, shown),
    limitations: limitationWords(input),
    overall: (measured[0]?.measures ?? []).map((one) => measureOf(one, one.whole)),
    groupings: measured.map((one) => groupingReport(one, settings.least)),
    disparities,
    fourFifths: isClasses ? measured.flatMap((one) => fourFifthsOf(one, disparities, settings.least)) : [],
    declaredLimits,
    adjustment: {
      method: 'holm' as const,
      comparisons: family.size,
      words: `Holm over ${family.size} comparisons: every pair of groups and every group against the rest, in every measure behind a disparity, by every column and intersection. It holds whatever the dependence between them.`,
    },
    notSupported: notSupportedWords(outcome, input),
    thresholds: isClasses ? biasThresholds(input, outcome, columns) : null,
    problems: problemsOf(input, outcome),
    engine: biasEngine,
  };
  const data = { data: input.data, tune: input.tune?.data ?? null };
  const { verdict, reason, kind, ...rest } = body;
  return {
    verdict,
    reason,
    kind,
    key: { ...data, model: input.model ?? null, commit: input.commit ?? null },
    ...rest,
    digest: `sha256:${sha256(JSON.stringify({ ...body, key: data }))}`,
  };
}

function measure(outcome: Outcome, grouping: Grouping): Measured {
  if (outcome.kind === 'regression') return { grouping, measures: regressionMeasures(outcome, grouping), counts: null, calibration: null };
  const counts = groupCounts(outcome, grouping);
  const ofScores = outcome.scores === null ? null : scoreMeasures(outcome.truth, outcome.scores, grouping);
  const size = outcome.classes.length;
  return {
    grouping,
    measures: [...classMeasures(outcome, counts), ...(ofScores?.measures ?? [])],
    counts: counts.groups.map(({ counts: cells }) => outcome.classes.map((_, truth) => Array.from(cells.subarray(truth * size, (truth + 1) * size)))),
    calibration: ofScores?.calibration ?? null,
  };
}

function groupingReport({ grouping, measures, counts, calibration }: Measured, least: number): BiasGrouping {
  return {
    columns: grouping.columns,
    groups: grouping.groups.map(({ values, rows }, at) => {
      const withheld = rows < least ? `too few rows (n = ${rows} < ${least})` : null;
      return {
        values,
        rows,
        withheld,
        counts: counts?.[at] ?? null,
        measures: withheld === null ? measures.map((one) => measureOf(one, one.groups[at])) : [],
        calibration: withheld === null ? (calibration?.[at] ?? null) : null,
      };
    }),
  };
}

function problemsOf({ label, prediction, score, groups, problems = [] }: BiasInput, outcome: Outcome): ColumnProblem[] {
  const found = [...problems];
  for (const column of [label, prediction, score, ...groups]) {
    for (const { code, message } of column?.problems ?? []) found.push({ code, message: `${column!.name}: ${message}` });
  }
  const { withoutLabel, withoutPrediction } = outcome;
  const infinite = outcome.kind === 'regression' ? ' or an infinite one' : '';
  if (withoutLabel > 0) found.push({ code: 'withoutLabel', message: leftOut(withoutLabel, `no label${infinite}`) });
  if (withoutPrediction > 0) found.push({ code: 'withoutPrediction', message: leftOut(withoutPrediction, `no prediction${infinite}`) });
  if (outcome.rows.length === 0) found.push({ code: 'noRows', message: 'No row has both a label and a prediction: nothing could be measured.' });
  if (outcome.kind !== 'regression' && outcome.scores !== null) {
    const unscored = outcome.scores.filter(Number.isNaN).length;
    if (unscored > 0) found.push({ code: 'withoutScore', message: leftOut(unscored, 'no finite score', ' of what is measured from scores') });
  }
  return found;
}

function leftOut(rows: number, what: string, of = ''): string {
  return `${counted(rows, 'row has', 'rows have')} ${what} and ${rows === 1 ? 'is' : 'are'} left out${of}.`;
}
