import type { TextRange } from '../model/pipeline.ts';
import type { Check } from './checks/check.ts';
import type { Splitter } from './folds/splitter.ts';
import type { Expectation } from './scenarios/expectation.ts';
import type { Scenario } from './scenarios/scenario.ts';

export const suiteKinds = ['cross-validation', 'champion', 'scenarios', 'data'] as const;
export type SuiteKind = (typeof suiteKinds)[number];

interface SuiteBase {
  readonly name: string;
  /** DATA reference. */
  readonly data: string;
  /** Of the suite's name in validation.yaml. */
  readonly range: TextRange;
}

/** What a model is given and what it should answer. */
export interface Task {
  readonly target: string;
  /** Columns that are given to the model, in this order; null = every other column. */
  readonly features: readonly string[] | null;
  /** Columns that are not. */
  readonly exclude: readonly string[];
  /** The class that binary metrics are about; null = the second of two in sorted order, as in scikit-learn. */
  readonly positive: string | null;
}

export interface CrossValidationSuite extends SuiteBase {
  readonly kind: 'cross-validation';
  readonly task: Task;
  /** `module:function`, which makes an estimator. */
  readonly recipe: string;
  readonly splitter: Splitter;
  readonly metrics: readonly string[];
  /** Of the mean over folds. */
  readonly expect: readonly Expectation[];
}

/** One side of a comparison: how a model is made, or one that is made already. */
export type Contender =
  | { readonly kind: 'recipe'; readonly recipe: string }
  | { readonly kind: 'model'; readonly model: string; /** DATA that it was trained on, where that is stated. */ readonly trainedOn: string | null };

export interface ChampionSuite extends SuiteBase {
  readonly kind: 'champion';
  readonly task: Task;
  readonly candidate: Contender;
  readonly champion: Contender;
  readonly metric: string;
  /** For recipes. */
  readonly splitter: Splitter;
  readonly require: 'better' | 'not-worse';
  /** How much worse still counts as not worse, in the metric’s unit. */
  readonly margin: number;
  /** A person states that neither model saw these rows. */
  readonly isHoldOut: boolean;
}

export interface ScenarioSuite extends SuiteBase {
  readonly kind: 'scenarios';
  readonly task: Task;
  readonly models: readonly string[];
  readonly scenarios: readonly Scenario[];
}

export interface DataSuite extends SuiteBase {
  readonly kind: 'data';
  readonly checks: readonly Check[];
}

export type Suite = CrossValidationSuite | ChampionSuite | ScenarioSuite | DataSuite;
