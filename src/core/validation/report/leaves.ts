import { counted } from '../../base/counted.ts';
import type { TextRange } from '../../model/pipeline.ts';
import { foldCount } from '../folds/splitter.ts';
import type { Outcome } from '../outcome.ts';
import type { Suite } from '../suite.ts';
import type { CheckResult } from '../checks/check.ts';
import type { SuiteResult } from './validationReport.ts';

/** The smallest thing that passes or fails by itself. */
export interface Leaf {
  readonly name: string;
  /** Where it is written. */
  readonly range: TextRange;
  /** It can run without the suite's other leaves. */
  readonly runsAlone: boolean;
}

export interface LeafResult {
  readonly name: string;
  readonly outcome: Outcome;
  readonly message: string;
  readonly expected: string | null;
  readonly observed: string | null;
  /** Of a data check. */
  readonly check: CheckResult | null;
}

/** What a suite is made of, from the file alone. A champion suite is one thing: it has no leaves. */
export function leavesOf(suite: Suite): Leaf[] {
  switch (suite.kind) {
    case 'cross-validation': {
      const folds = Array.from({ length: foldCount(suite.splitter) }, (_, at) => foldName(at + 1));
      return [...folds, ...suite.expect.map(({ text }) => text)].map((name) => ({ name, range: suite.range, runsAlone: false }));
    }
    case 'champion':
      return [];
    case 'scenarios':
      return suite.scenarios.map(({ name, range }) => ({ name, range, runsAlone: true }));
    case 'data':
      return suite.checks.map(({ name, range }) => ({ name, range, runsAlone: true }));
  }
}

/** Leaves as they came out. None where the suite came to no result; the suite's own reason says why. */
export function leafResults(result: SuiteResult): LeafResult[] {
  switch (result.kind) {
    case 'cross-validation': {
      const folds = result.folds.map((fold): LeafResult => ({
        name: foldName(fold.fold),
        outcome: fold.failed === null ? 'pass' : 'unknown',
        message: fold.failed ?? Object.entries(fold.metrics).map(([metric, value]) => `${metric} ${value ?? 'is not defined'}`).join(', '),
        expected: null,
        observed: null,
        check: null,
      }));
      return [...folds, ...result.expectations.map((one): LeafResult => judged(one.text, one))];
    }
    case 'champion':
      return [];
    case 'scenarios':
      return result.scenarios.map(({ name, outcome }): LeafResult => {
        const cells = result.cells.filter((cell) => cell.scenario === name && cell.outcome !== 'pass');
        const told = cells.map((cell) => `${cell.model}: ${cell.reason ?? cell.expectations.filter((one) => one.outcome !== 'pass').map((one) => `${one.text}, seen ${one.observed ?? one.reason ?? 'nothing'}`).join('; ')}`);
        const wrong = cells.flatMap((cell) => cell.expectations).filter((one) => one.outcome !== 'pass');
        return {
          name,
          outcome,
          message: told.length === 0 ? `${counted(result.models.length, 'model meets', 'models meet')} what is expected.` : told.join('\n'),
          expected: wrong.length === 0 ? null : [...new Set(wrong.map(({ text }) => text))].join('\n'),
          observed: wrong.length === 0 ? null : wrong.map(({ metric, observed }) => `${metric} = ${observed ?? 'not defined'}`).join('\n'),
          check: null,
        };
      });
    case 'data':
      return result.checks.map((check): LeafResult => ({ name: check.name, outcome: check.outcome, message: check.message, expected: check.expected, observed: check.observed, check }));
  }
}

/** Of a suite that has no leaves, or no result. */
export function suiteMessage(result: SuiteResult): string {
  return result.reason ?? (result.kind === 'champion' ? (result.comparison?.reason ?? '') : '');
}

export function foldName(fold: number): string {
  return `fold ${fold}`;
}

function judged(name: string, one: { readonly outcome: Outcome; readonly text: string; readonly observed: number | null; readonly metric: string; readonly reason: string | null }): LeafResult {
  const observed = one.observed === null ? (one.reason ?? 'nothing') : `${one.metric} = ${one.observed}`;
  return { name, outcome: one.outcome, message: `Expected ${one.text} as the mean of the folds; seen: ${observed}.`, expected: one.text, observed, check: null };
}
