import { fail, toFault } from '../../core/base/fault.ts';
import { leavesOf } from '../../core/validation/report/leaves.ts';
import { narrowed, withModels, type Wanted } from '../../core/validation/report/select.ts';
import { validationReport, type SuiteResult, type ValidationReport } from '../../core/validation/report/validationReport.ts';
import type { Suite } from '../../core/validation/suite.ts';
import type { SuiteContext, ValidationHost } from './host.ts';
import { PythonSession } from './python/session.ts';
import { keepOutcomes, leafKey, readLastOutcomes } from './lastOutcomes.ts';
import { resultless } from './resultless.ts';
import { readValidationFile, type WrittenSuites } from './validationFile.ts';

export interface ValidationRequest {
  /** Absent: every suite of the folder. */
  readonly wanted?: ReadonlyMap<string, Wanted>;
  /** In place of the written ones. */
  readonly models?: readonly string[];
  readonly onStart?: (suite: Suite) => void;
  readonly onProgress?: (suite: Suite, text: string) => void;
  readonly onResult?: (suite: Suite, result: SuiteResult) => void;
}

/** Suites of `.mlops/validation.yaml`: found by reading, run one after the other. */
export class Validation {
  readonly #host: ValidationHost;

  constructor(host: ValidationHost) {
    this.#host = host;
  }

  /** Nothing runs. `text`: an editor's unsaved one. */
  read(folder: string, text?: string): Promise<WrittenSuites> {
    return readValidationFile(this.#host.machine, folder, text);
  }

  /** What did not pass when it ran last; empty where everything passed. */
  async failedLast(folder: string, suites: readonly Suite[]): Promise<ReadonlyMap<string, Wanted>> {
    const last = await readLastOutcomes(this.#host.machine, folder);
    const isBad = (key: string) => last[key] !== undefined && last[key] !== 'pass';
    return new Map(
      suites.flatMap((suite): Array<[string, Wanted]> => {
        const leaves = leavesOf(suite).flatMap(({ name }) => (isBad(leafKey(suite.name, name)) ? [name] : []));
        if (leaves.length > 0) return [[suite.name, new Set(leaves)]];
        return isBad(suite.name) ? [[suite.name, 'all']] : [];
      }),
    );
  }

  /**
   * Runs suites. What keeps one from a result makes it unknown with the reason; the others run. Outcomes are kept for the next
   * `failedLast`. Throws `cancelled`, and `untrusted` where nothing may run at all.
   */
  async run(folder: string, suites: readonly Suite[], request: ValidationRequest, signal: AbortSignal): Promise<ValidationReport> {
    const { wanted, models = [], onStart, onProgress, onResult } = request;
    const chosen = suites.flatMap((suite) => {
      const part = wanted === undefined ? suite : wanted.has(suite.name) ? narrowed(suite, wanted.get(suite.name)!) : undefined;
      return part ? [withModels(part, models)] : [];
    });
    if (!this.#host.machine.trust.isTrusted && chosen.some(({ kind }) => kind !== 'data')) {
      throw fail('untrusted', 'Validation runs code of this folder, so it runs in trusted folders only.', { hint: 'Trust this folder first; checks of data alone need no trust.' });
    }
    const results: SuiteResult[] = [];
    const python = new PythonSession(this.#host.machine, folder, signal);
    try {
      for (const suite of chosen) {
        signal.throwIfAborted();
        onStart?.(suite);
        const context: SuiteContext = { ...this.#host, folder, signal, python, progress: (text) => onProgress?.(suite, text) };
        const result = await this.#runOne(suite, context);
        results.push(result);
        onResult?.(suite, result);
        await keepOutcomes(this.#host.machine, folder, [result]);
      }
    } finally {
      await python.end();
    }
    return validationReport(results);
  }

  async #runOne(suite: Suite, context: SuiteContext): Promise<SuiteResult> {
    try {
      switch (suite.kind) {
        case 'cross-validation':
          return await (await import('./runCrossValidation.ts')).runCrossValidation(suite, context);
        case 'champion':
          return await (await import('./runChampion.ts')).runChampion(suite, context);
        case 'scenarios':
          return await (await import('./runScenarios.ts')).runScenarios(suite, context);
        case 'data':
          return await (await import('./runChecks.ts')).runChecks(suite, context);
      }
    } catch (error) {
      context.signal.throwIfAborted();
      return resultless(suite, toFault(error));
    }
  }
}

