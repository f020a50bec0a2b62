import type { Fault } from '../../core/base/fault.ts';
import { splitterText } from '../../core/validation/folds/splitter.ts';
import type { SuiteResult } from '../../core/validation/report/validationReport.ts';
import type { Contender, Suite } from '../../core/validation/suite.ts';
import { withHint } from './withHint.ts';

/** A suite that came to no result, and why. */
export function resultless(suite: Suite, fault: Fault): SuiteResult {
  const base = { name: suite.name, outcome: 'unknown' as const, reason: withHint(fault), data: null };
  switch (suite.kind) {
    case 'cross-validation':
      return { ...base, kind: suite.kind, recipe: suite.recipe, splitter: splitterText(suite.splitter), seed: suite.splitter.seed, folds: [], metrics: [], expectations: [], versions: {} };
    case 'champion':
      return { ...base, kind: suite.kind, candidate: textOf(suite.candidate), champion: textOf(suite.champion), require: suite.require, unseen: null, comparison: null, versions: {} };
    case 'scenarios':
      return { ...base, kind: suite.kind, models: suite.models, scenarios: [], cells: [] };
    case 'data':
      return { ...base, kind: suite.kind, checks: [] };
  }
}

function textOf(contender: Contender): string {
  return contender.kind === 'recipe' ? contender.recipe : contender.model;
}
