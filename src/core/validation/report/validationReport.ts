import { sha256 } from '../../base/sha256.ts';
import { canonicalJson } from '../../base/canonicalJson.ts';
import type { ChampionComparison } from '../champion/comparison.ts';
import type { CheckResult } from '../checks/check.ts';
import type { FoldMean } from '../folds/correctedVariance.ts';
import type { Judgement } from '../scenarios/expectation.ts';
import { worstOutcome, type Outcome } from '../outcome.ts';

export interface SeenData {
  readonly name: string;
  readonly digest: string;
  readonly rows: number;
  /** Rows without a label, which were not used. */
  readonly leftOut: number;
}

interface ResultBase {
  readonly name: string;
  readonly outcome: Outcome;
  /** Why there is no result at all; null where there is one. */
  readonly reason: string | null;
  readonly data: SeenData | null;
}

export interface FoldResult {
  /** From 1. */
  readonly fold: number;
  readonly trainRows: number;
  readonly testRows: number;
  /** Null where the fold does not define the metric. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /** Why it could not be fitted. */
  readonly failed: string | null;
}

export interface CrossValidationResult extends ResultBase {
  readonly kind: 'cross-validation';
  readonly recipe: string;
  readonly splitter: string;
  readonly seed: number;
  readonly folds: readonly FoldResult[];
  readonly metrics: ReadonlyArray<FoldMean & { readonly metric: string }>;
  /** Of the means. */
  readonly expectations: readonly Judgement[];
  /** Of Python and its packages; no part of the digest. */
  readonly versions: Readonly<Record<string, string>>;
}

export interface ChampionResult extends ResultBase {
  readonly kind: 'champion';
  readonly candidate: string;
  readonly champion: string;
  readonly require: string;
  /** How it is known that neither saw the rows; null for recipes, which are refitted. */
  readonly unseen: string | null;
  readonly comparison: ChampionComparison | null;
  readonly versions: Readonly<Record<string, string>>;
}

export interface ScenarioCell {
  readonly scenario: string;
  readonly model: string;
  readonly outcome: Outcome;
  readonly rows: number;
  readonly expectations: readonly Judgement[];
  readonly reason: string | null;
}

export interface ScenariosResult extends ResultBase {
  readonly kind: 'scenarios';
  readonly models: readonly string[];
  readonly scenarios: ReadonlyArray<{ readonly name: string; readonly kind: string; readonly done: readonly string[]; readonly outcome: Outcome }>;
  readonly cells: readonly ScenarioCell[];
}

export interface DataResult extends ResultBase {
  readonly kind: 'data';
  readonly checks: readonly CheckResult[];
}

export type SuiteResult = CrossValidationResult | ChampionResult | ScenariosResult | DataResult;

/** Scenarios × models over all suites. */
export interface ScenarioMatrix {
  readonly scenarios: readonly string[];
  readonly models: readonly string[];
  readonly cells: ReadonlyArray<ScenarioCell & { readonly suite: string }>;
}

export interface ValidationReport {
  readonly verdict: Outcome;
  readonly suites: readonly SuiteResult[];
  readonly matrix: ScenarioMatrix;
  /** `sha256:<hex>` of everything above but `versions`: the same data, code and file, the same digest. */
  readonly digest: string;
}

export function validationReport(suites: readonly SuiteResult[]): ValidationReport {
  const cells = suites.flatMap((suite) => (suite.kind === 'scenarios' ? suite.cells.map((cell) => ({ suite: suite.name, ...cell })) : []));
  const matrix: ScenarioMatrix = {
    scenarios: [...new Set(cells.map(({ scenario }) => scenario))],
    models: [...new Set(cells.map(({ model }) => model))],
    cells,
  };
  const verdict = worstOutcome(suites.map(({ outcome }) => outcome));
  const judged = suites.map((suite) => ('versions' in suite ? { ...suite, versions: {} } : suite));
  return { verdict, suites, matrix, digest: `sha256:${sha256(canonicalJson({ verdict, suites: judged, matrix }))}` };
}
