import { sha256 } from '../../core/base/sha256.ts';
import { fail } from '../../core/base/fault.ts';
import { canonicalJson } from '../../core/base/canonicalJson.ts';
import { RandomGenerator } from '../../core/statistics/random/randomGenerator.ts';
import { compareRecipes } from '../../core/validation/champion/compareRecipes.ts';
import { compareModels } from '../../core/validation/champion/compareModels.ts';
import type { ChampionComparison } from '../../core/validation/champion/comparison.ts';
import { requirementOutcome } from '../../core/validation/champion/requirement.ts';
import { unseenBy } from '../../core/validation/champion/unseen.ts';
import type { ChampionResult } from '../../core/validation/report/validationReport.ts';
import { metricOf } from '../../core/validation/scenarios/metricTable.ts';
import { judgedRows, labelsOf } from '../../core/validation/scenarios/predictions.ts';
import type { ChampionSuite, Contender } from '../../core/validation/suite.ts';
import { fitFolds, type FittedFold } from './foldsOfRecipes.ts';
import type { SuiteContext } from './host.ts';
import { resolveModel } from './models.ts';
import { needsScores } from '../../core/validation/scenarios/needsScores.ts';
import { startPredictor, type Answered } from './predictTables.ts';
import { readTaskData } from './taskData.ts';
import { digestsOf, trainingFacts } from './trainingFacts.ts';

/** Recipes on the same folds, or fixed models on rows that neither saw. Throws what keeps it from an answer. */
export async function runChampion(suite: ChampionSuite, context: SuiteContext): Promise<ChampionResult> {
  const table = await context.openTable(suite.data, context.folder, context.signal);
  try {
    const splitter = suite.candidate.kind === 'recipe' ? suite.splitter : {};
    const data = await readTaskData(table, suite.task, splitter, context.signal);
    const base = {
      name: suite.name,
      kind: 'champion' as const,
      data: data.seen,
      candidate: nameOf(suite.candidate),
      champion: nameOf(suite.champion),
      require: suite.require === 'better' ? 'better' : `not worse by more than ${suite.margin}`,
    };
    const told = await (suite.candidate.kind === 'recipe' ? byFolds(suite, data, context) : byRows(suite, data, table, context));
    if ('unseenReason' in told) return { ...base, outcome: 'unknown', reason: told.unseenReason, unseen: null, comparison: null, versions: {} };
    return { ...base, outcome: requirementOutcome(told.comparison, suite), reason: null, ...told };
  } finally {
    table.close();
  }
}

type TaskData = Awaited<ReturnType<typeof readTaskData>>;
type Told = Pick<ChampionResult, 'unseen' | 'versions'> & { readonly comparison: ChampionComparison };

async function byFolds(suite: ChampionSuite, data: TaskData, context: SuiteContext): Promise<Told> {
  const { splitter, metric, task } = suite;
  const recipes = [nameOf(suite.candidate), nameOf(suite.champion)];
  const { folds, versions } = await fitFolds(data, { recipes, splitter, positive: task.positive, needsScores: needsScores([metric]) }, context);
  const valuesOf = (recipe: number) => folds.map((fold, at) => ({ value: valueOf(fold, at, recipe, metric, recipes[recipe]!), trainRows: fold.trainRows, testRows: fold.test.length }));
  return { comparison: compareRecipes(valuesOf(0), valuesOf(1), { metric, direction: metricOf(metric).direction }), unseen: null, versions };
}

function valueOf(fold: FittedFold, at: number, recipe: number, metric: string, name: string): number {
  const fitted = fold.recipes[recipe];
  if (fitted === undefined || 'failed' in fitted) throw fail('invalid', `${name} could not be fitted on fold ${at + 1}: ${fitted?.failed ?? 'no answer'}`, { hint: 'Correct the recipe.' });
  const value = metricOf(metric).of(fitted.judged);
  if (Number.isNaN(value)) throw fail('invalid', `Fold ${at + 1} does not define ${metric}.`, { hint: 'Use fewer folds, stratified ones, or another metric.' });
  return value;
}

async function byRows(suite: ChampionSuite, data: TaskData, table: Parameters<typeof trainingFacts>[1], context: SuiteContext): Promise<Told | { readonly unseenReason: string }> {
  const contenders = [suite.candidate, suite.champion].filter((one) => one.kind === 'model');
  const models = await Promise.all(contenders.map(({ model }) => resolveModel(model, context)));
  const facts = [];
  for (const [at, contender] of contenders.entries()) facts.push(await trainingFacts({ who: `The ${at === 0 ? 'candidate' : 'champion'} ${contender.model}`, run: models[at]!.run, trainedOn: contender.trainedOn }, table, data, context));
  const unseen = unseenBy(facts, { name: table.name, digests: digestsOf(table) }, suite.isHoldOut);
  if (!unseen.isUnseen) return { unseenReason: unseen.hint === null ? unseen.reason : `${unseen.reason} ${unseen.hint}` };
  const predictor = await startPredictor(models, needsScores([suite.metric]), context);
  try {
    const truth = labelsOf(data.target, Int32Array.from(data.rows, (_, at) => at));
    const answers = await predictor.ask(data.features);
    await predictor.finish();
    const judged = answers.map((answer, at) => judgedRows(truth, answered(answer, contenders[at]!.model).predictions, suite.task.positive));
    const random = new RandomGenerator(sha256(canonicalJson([table.digest, suite.name, suite.metric])));
    const pause = () => context.machine.clock.sleep(0, context.signal);
    return { comparison: await compareModels(judged[0]!, judged[1]!, metricOf(suite.metric), random, pause), unseen: unseen.reason, versions: {} };
  } finally {
    predictor.dispose();
  }
}

function answered(answer: Answered, model: string): Exclude<Answered, { failed: string }> {
  if ('failed' in answer) throw fail('invalid', `${model} ${answer.failed}`, { hint: 'Try it in Python of this folder.' });
  return answer;
}

function nameOf(contender: Contender): string {
  return contender.kind === 'recipe' ? contender.recipe : contender.model;
}

