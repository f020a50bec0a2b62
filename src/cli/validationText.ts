import { counted } from '../core/base/counted.ts';
import { leafResults, suiteMessage } from '../core/validation/report/leaves.ts';
import type { ChampionResult, CrossValidationResult, ScenarioCell, ScenarioMatrix, SuiteResult, ValidationReport } from '../core/validation/report/validationReport.ts';
import type { Outcome } from '../core/validation/outcome.ts';
import { clean, type Style } from './style.ts';
import { shown, table } from './table.ts';

/** A validation for a person: the verdict of each suite with what it rests on, and the matrix of scenarios. */
export function validationText(report: ValidationReport, style: Style): string {
  const parts = report.suites.map((suite) => suiteText(suite, style));
  if (report.matrix.cells.length > 0) parts.push(matrixText(report.matrix, style));
  parts.push(`${style.bold('verdict')} ${word(report.verdict, style)}`);
  return parts.join('\n\n');
}

function suiteText(suite: SuiteResult, style: Style): string {
  const rows = suite.data === null ? '' : style.dim(`  ${clean(suite.data.name)}, ${counted(suite.data.rows, 'row', 'rows')}${suite.data.leftOut > 0 ? ` (${suite.data.leftOut} without a label left out)` : ''}`);
  const lines = [`${word(suite.outcome, style)} ${style.bold(clean(suite.name))} ${style.dim(suite.kind)}${rows}`];
  const message = suiteMessage(suite);
  if (message !== '') lines.push(`  ${clean(message)}`);
  if (suite.kind === 'cross-validation' && suite.folds.length > 0) lines.push(foldsText(suite, style));
  if (suite.kind === 'champion' && suite.comparison) lines.push(championText(suite.comparison, suite));
  if (suite.kind !== 'champion') {
    for (const leaf of leafResults(suite)) {
      if (suite.kind === 'cross-validation' && leaf.expected === null && leaf.outcome === 'pass') continue;
      lines.push(`  ${word(leaf.outcome, style)} ${clean(leaf.name)}${leaf.message === '' ? '' : `  ${leaf.message.split('\n').map(clean).join('\n      ')}`}`);
      for (const { row, value } of leaf.check?.rows ?? []) lines.push(style.dim(`      row ${row + 1}: ${clean(value)}`));
    }
  }
  return lines.join('\n');
}

/** Rows are folds; the mean with its interval stands below. */
function foldsText({ folds, metrics, splitter }: CrossValidationResult, style: Style): string {
  const names = Object.keys(folds.find(({ failed }) => failed === null)?.metrics ?? {});
  const rows = folds.map((fold) => [fold.fold, fold.trainRows, fold.testRows, ...names.map((name) => fold.metrics[name])]);
  const spread = (of: (one: CrossValidationResult['metrics'][number]) => string) => names.map((name) => {
    const one = metrics.find(({ metric }) => metric === name);
    return one ? of(one) : '–';
  });
  const below = [
    ['mean', '', '', ...spread(({ mean }) => shown(mean))],
    ['95 %', '', '', ...spread(({ interval }) => (interval === null ? 'folds are equal' : `${shown(interval.low)} to ${shown(interval.high)}`))],
    ['sd', '', '', ...spread(({ deviation }) => shown(deviation))],
  ];
  return `${style.dim(`  ${clean(splitter)}; the interval is Nadeau and Bengio’s`)}\n${table(['FOLD', 'TRAIN', 'TEST', ...names], [...rows, ...below], style)}`;
}

function championText(comparison: NonNullable<ChampionResult['comparison']>, { candidate, champion, unseen }: ChampionResult): string {
  const { metric, difference, interval, pValue, method, assumes } = comparison;
  const range = interval === null ? '' : ` (95 %: ${shown(interval.low)} to ${shown(interval.high)})`;
  return [
    `  ${metric}: candidate ${clean(candidate)} ${shown(comparison.candidate)}, champion ${clean(champion)} ${shown(comparison.champion)}`,
    `  difference ${shown(difference)}${range}, p ${shown(pValue)}, ${method ?? ''}`,
    ...(unseen === null ? [] : [`  ${clean(unseen)}`]),
    `  ${assumes}`,
  ].join('\n');
}

/** Scenarios down, models across. */
function matrixText({ scenarios, models, cells }: ScenarioMatrix, style: Style): string {
  const rows = scenarios.map((scenario) => [scenario, ...models.map((model) => cellText(cells.filter((cell) => cell.scenario === scenario && cell.model === model)))]);
  return table(['SCENARIO', ...models], rows, style);
}

/** Two suites may have a scenario of one name. */
function cellText(cells: readonly ScenarioCell[]): string {
  if (cells.length === 0) return '';
  return cells.map(({ outcome, expectations }) => [outcome, ...expectations.map(({ metric, observed }) => `${metric} ${shown(observed)}`)].join(' ')).join(' | ');
}

function word(outcome: Outcome, style: Style): string {
  if (outcome === 'pass') return style.good('pass');
  return outcome === 'fail' ? style.bad('fail') : style.warn('unknown');
}
