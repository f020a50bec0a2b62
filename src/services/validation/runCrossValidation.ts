import { toFault } from '../../core/base/fault.ts';
import { foldMean, type FoldMean } from '../../core/validation/folds/correctedVariance.ts';
import { splitterText } from '../../core/validation/folds/splitter.ts';
import type { CrossValidationResult, FoldResult } from '../../core/validation/report/validationReport.ts';
import { judge } from '../../core/validation/scenarios/expectation.ts';
import { metricOf } from '../../core/validation/scenarios/metricTable.ts';
import type { JudgedRows } from '../../core/validation/scenarios/predictions.ts';
import { worstOutcome } from '../../core/validation/outcome.ts';
import type { CrossValidationSuite } from '../../core/validation/suite.ts';
import { fitFolds, type FittedFold } from './foldsOfRecipes.ts';
import type { SuiteContext } from './host.ts';
import { needsScores } from '../../core/validation/scenarios/needsScores.ts';
import { readTaskData } from './taskData.ts';

/** Throws what keeps the whole suite from a result. A fold that cannot be fitted makes it unknown. */
export async function runCrossValidation(suite: CrossValidationSuite, context: SuiteContext): Promise<CrossValidationResult> {
  const { task, splitter, metrics, expect } = suite;
  const table = await context.openTable(suite.data, context.folder, context.signal);
  try {
    const data = await readTaskData(table, task, splitter, context.signal);
    const fitted = await fitFolds(data, { recipes: [suite.recipe], splitter, positive: task.positive, needsScores: needsScores(metrics) }, context);
    const folds = fitted.folds.map((fold, at) => foldResult(fold, at, metrics));
    const failed = folds.find((fold) => fold.failed !== null);
    const spreads = failed ? [] : metrics.flatMap((metric): Array<FoldMean & { metric: string }> => {
      const values = folds.map(({ metrics: all, trainRows, testRows }) => ({ value: all[metric] ?? Number.NaN, trainRows, testRows }));
      return values.some(({ value }) => Number.isNaN(value)) ? [] : [{ metric, ...foldMean(values) }];
    });
    const expectations = expect.map((one) => judge(one, spreads.find(({ metric }) => metric === one.metric)?.mean ?? Number.NaN, failed ? `fold ${failed.fold} could not be fitted` : 'a fold does not define it'));
    return {
      name: suite.name,
      kind: 'cross-validation',
      outcome: worstOutcome(expectations.map(({ outcome }) => outcome)),
      reason: failed ? `Fold ${failed.fold} could not be fitted: ${failed.failed}` : null,
      data: data.seen,
      recipe: suite.recipe,
      splitter: splitterText(splitter),
      seed: splitter.seed,
      folds,
      metrics: spreads,
      expectations,
      versions: fitted.versions,
    };
  } finally {
    table.close();
  }
}

function foldResult({ trainRows, test, recipes }: FittedFold, at: number, metrics: readonly string[]): FoldResult {
  const base = { fold: at + 1, trainRows, testRows: test.length };
  const [fitted] = recipes;
  if (fitted === undefined || 'failed' in fitted) return { ...base, metrics: {}, failed: fitted?.failed ?? 'it was not fitted' };
  try {
    return { ...base, metrics: Object.fromEntries(metrics.map((name) => [name, valueOf(name, fitted.judged)])), failed: null };
  } catch (error) {
    return { ...base, metrics: {}, failed: toFault(error).message };
  }
}

function valueOf(name: string, judged: JudgedRows): number | null {
  const value = metricOf(name).of(judged);
  return Number.isNaN(value) ? null : value;
}
