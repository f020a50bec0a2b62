import type { Suite } from '../suite.ts';
import { leavesOf } from './leaves.ts';

/** Which leaves of a suite are wanted: all, or some by name. */
export type Wanted = 'all' | ReadonlySet<string>;

/**
 * The suite with only the leaves that are wanted, as far as they run alone; undefined where none is. Folds do not run alone, so
 * one of them is all of them.
 */
export function narrowed(suite: Suite, wanted: Wanted): Suite | undefined {
  if (wanted === 'all') return suite;
  if (!leavesOf(suite).some(({ name }) => wanted.has(name))) return undefined;
  if (suite.kind === 'scenarios') return { ...suite, scenarios: suite.scenarios.filter(({ name }) => wanted.has(name)) };
  if (suite.kind === 'data') return { ...suite, checks: suite.checks.filter(({ name }) => wanted.has(name)) };
  return suite;
}

/** Other models in place of the written ones: of scenarios, and as the candidate against the champion where it is one. */
export function withModels(suite: Suite, models: readonly string[]): Suite {
  const [model] = models;
  if (model === undefined) return suite;
  if (suite.kind === 'scenarios') return { ...suite, models: [...new Set(models)] };
  if (suite.kind === 'champion' && suite.candidate.kind === 'model' && models.length === 1) return { ...suite, candidate: { ...suite.candidate, model, trainedOn: null } };
  return suite;
}
