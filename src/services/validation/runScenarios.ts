import { sha256 } from '../../core/base/sha256.ts';
import { fail, toFault } from '../../core/base/fault.ts';
import { canonicalJson } from '../../core/base/canonicalJson.ts';
import { RandomGenerator } from '../../core/statistics/random/randomGenerator.ts';
import type { Column } from '../../core/table/column.ts';
import { takeRows } from '../../core/table/takeRows.ts';
import type { TableSource } from '../../core/table/tableSource.ts';
import { featureNames, labelledRows } from '../../core/validation/folds/taskRows.ts';
import type { ScenarioCell, ScenariosResult, SeenData } from '../../core/validation/report/validationReport.ts';
import { judge, type Judgement } from '../../core/validation/scenarios/expectation.ts';
import { metricOf } from '../../core/validation/scenarios/metricTable.ts';
import { perturbationText, perturbed } from '../../core/validation/scenarios/perturbation.ts';
import { judgedRows, labelsOf, type Label } from '../../core/validation/scenarios/predictions.ts';
import { columnsOfFilter, rowsWhere } from '../../core/validation/scenarios/rowFilter.ts';
import type { Scenario } from '../../core/validation/scenarios/scenario.ts';
import { worstOutcome } from '../../core/validation/outcome.ts';
import type { ScenarioSuite, Task } from '../../core/validation/suite.ts';
import type { SuiteContext } from './host.ts';
import { resolveModel, type ModelToLoad } from './models.ts';
import { needsScores } from '../../core/validation/scenarios/needsScores.ts';
import { startPredictor, type Answered, type Predictor } from './predictTables.ts';
import { withHint } from './withHint.ts';

/** Every scenario by every model. What keeps one of them from a result makes its cells unknown and leaves the others. */
export async function runScenarios(suite: ScenarioSuite, context: SuiteContext): Promise<ScenariosResult> {
  const tables = new Map<string, Promise<TableSource>>();
  const open = (reference: string) => {
    const known = tables.get(reference) ?? context.openTable(reference, context.folder, context.signal);
    tables.set(reference, known);
    return known;
  };
  let predictor: Predictor | undefined;
  try {
    const base = await open(suite.data);
    const models = await Promise.all(suite.models.map((reference) => resolved(reference, context)));
    const loadable = models.filter((model): model is ModelToLoad => 'at' in model);
    predictor = loadable.length === 0 ? undefined : await startPredictor(loadable, needsScores(suite.scenarios.flatMap(({ expect }) => expect.map(({ metric }) => metric))), context);
    const cells: ScenarioCell[] = [];
    for (const scenario of suite.scenarios) {
      const answers = await askScenario(suite.task, scenario, await openFor(scenario, suite, open), predictor, context);
      let answered = 0;
      for (const model of models) {
        const answer = 'failed' in model ? model : 'failed' in answers ? answers : answers.models[answered]!;
        if (!('failed' in model)) answered += 1;
        cells.push(cellOf(scenario, model.name, 'failed' in answers ? null : answers, answer, suite.task.positive));
      }
      context.progress(scenario.name);
    }
    await predictor?.finish();
    const seen: SeenData = { name: base.name, digest: base.digest, rows: base.rows, leftOut: 0 };
    return {
      name: suite.name,
      kind: 'scenarios',
      outcome: worstOutcome(cells.map(({ outcome }) => outcome)),
      reason: null,
      data: seen,
      models: suite.models,
      scenarios: suite.scenarios.map(({ name, kind, where, data, perturb }) => ({
        name,
        kind,
        done: [...(data === null ? [] : [`data ${data}`]), ...(where === null ? [] : [`rows where ${where}`]), ...perturb.map(perturbationText)],
        outcome: worstOutcome(cells.filter(({ scenario }) => scenario === name).map(({ outcome }) => outcome)),
      })),
      cells,
    };
  } finally {
    predictor?.dispose();
    for (const table of tables.values()) void table.then((one) => one.close(), () => undefined); // One that could not be opened is told by its cell.
  }
}

async function openFor({ data }: Scenario, suite: ScenarioSuite, open: (reference: string) => Promise<TableSource>): Promise<TableSource | { readonly failed: string }> {
  try {
    return await open(data ?? suite.data);
  } catch (error) {
    return { failed: failureOf(error) };
  }
}

async function resolved(reference: string, context: SuiteContext): Promise<ModelToLoad | { readonly name: string; readonly failed: string }> {
  try {
    return await resolveModel(reference, context);
  } catch (error) {
    return { name: reference, failed: failureOf(error) };
  }
}

interface Asked {
  readonly truth: readonly Label[];
  readonly models: readonly Answered[];
}

async function askScenario(task: Task, scenario: Scenario, table: TableSource | { readonly failed: string }, predictor: Predictor | undefined, { signal }: SuiteContext): Promise<Asked | { readonly failed: string; readonly rows?: number }> {
  if ('failed' in table) return table;
  try {
    const { features, truth } = await scenarioRows(task, scenario, table, signal);
    if (truth.length < scenario.minimumRows) return { failed: `${truth.length} rows are too few to say anything, ${scenario.minimumRows} are asked for`, rows: truth.length };
    return { truth, models: (await predictor?.ask(features)) ?? [] };
  } catch (error) {
    return { failed: failureOf(error) };
  }
}

/** The rows of a scenario as a model is given them. */
export async function scenarioRows(task: Task, scenario: Scenario, table: TableSource, signal: AbortSignal): Promise<{ features: Column[]; truth: Label[] }> {
  const names = featureNames(task, table.columns);
  const target = await table.column(task.target, signal);
  const asked = scenario.where === null ? [] : columnsOfFilter(scenario.where).filter((name) => table.columns.some((column) => column.name === name));
  const ofFilter: Column[] = [];
  for (const name of asked) ofFilter.push(await table.column(name, signal));
  const held = scenario.where === null ? undefined : new Set(rowsWhere(scenario.where, ofFilter, table.rows));
  const rows = labelledRows(target, null).filter((row) => held?.has(row) ?? true);
  const features: Column[] = [];
  for (const name of names) features.push(takeRows(await table.column(name, signal), rows));
  const random = new RandomGenerator(sha256(canonicalJson([table.digest, scenario.name, scenario.seed, scenario.where, scenario.perturb])));
  for (const one of scenario.perturb) {
    const at = features.findIndex(({ name }) => name === one.column);
    if (at < 0) throw fail('invalid', `“${one.column}” is given to no model, so nothing is done to it.`, { hint: `Columns: ${names.slice(0, 20).join(', ')}.` });
    features[at] = perturbed(features[at]!, one, random);
  }
  return { features, truth: labelsOf(target, rows) };
}

function cellOf(scenario: Scenario, model: string, asked: Asked | null, answer: Answered | { readonly failed: string; readonly rows?: number }, positive: string | null): ScenarioCell {
  const base = { scenario: scenario.name, model, rows: asked?.truth.length ?? ('rows' in answer ? (answer.rows ?? 0) : 0) };
  if (asked === null || 'failed' in answer) return { ...base, outcome: 'unknown', expectations: [], reason: 'failed' in answer ? answer.failed : null };
  try {
    const judged = judgedRows(asked.truth, answer.predictions, positive);
    const expectations = scenario.expect.map((one): Judgement => judge(one, metricOf(one.metric).of(judged)));
    return { ...base, outcome: worstOutcome(expectations.map(({ outcome }) => outcome)), expectations, reason: null };
  } catch (error) {
    return { ...base, outcome: 'unknown', expectations: [], reason: failureOf(error) };
  }
}

/** In words. A cancel and a missing trust or tool end the whole suite. */
function failureOf(error: unknown): string {
  const fault = toFault(error);
  if (['cancelled', 'untrusted', 'missingTool', 'internal'].includes(fault.code)) throw error;
  return withHint(fault);
}
