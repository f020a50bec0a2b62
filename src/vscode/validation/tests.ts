import path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/base/disposable.ts';
import { toFault } from '../../core/base/fault.ts';
import { leafResults, suiteMessage } from '../../core/validation/report/leaves.ts';
import type { SuiteResult } from '../../core/validation/report/validationReport.ts';
import type { Outcome } from '../../core/validation/outcome.ts';
import type { Suite } from '../../core/validation/suite.ts';
import { validationPath } from '../../services/validation/validationFile.ts';
import type { Workbench } from '../../services/workbench.ts';
import { aborting } from '../platform/cancellation.ts';
import { itemId, mistakeItem, suiteItem, wantedIn } from './items.ts';
import { messagesOf } from './messages.ts';

/** Suites of `.mlops/validation.yaml` in the Test Explorer. Finding them reads files; running them is the service's. */
export class ValidationTests implements Disposable {
  readonly #workbench: Workbench;
  readonly #owned = new DisposableStore();
  #watched = '';

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** Reads every folder's file anew, and again whenever one changes. Nothing runs. */
  async discover(controller: vscode.TestController): Promise<void> {
    const { catalog, validation } = this.#workbench;
    const { folders } = catalog;
    const items: vscode.TestItem[] = [];
    for (const folder of folders) {
      const written = await validation.read(folder);
      for (const suite of written.suites) items.push(suiteItem(controller, folder, suite, folders.length > 1 ? path.basename(folder) : undefined));
      const mistake = mistakeItem(controller, folder, written);
      if (mistake) items.push(mistake);
    }
    controller.items.replace(items);
    this.#watch(controller, folders);
  }

  /** Runs what was asked for and says in `run` what it came to. Throws `cancelled`. */
  async run(controller: vscode.TestController, request: vscode.TestRunRequest, run: vscode.TestRun, token: vscode.CancellationToken): Promise<void> {
    const { signal, dispose } = aborting(token);
    try {
      // Run before the explorer was ever opened, or the file changed a moment ago.
      if (controller.items.size === 0) await this.discover(controller);
      for (const folder of this.#workbench.catalog.folders) await this.#runFolder(controller, folder, request, run, signal);
    } finally {
      dispose();
    }
  }

  async #runFolder(controller: vscode.TestController, folder: string, request: vscode.TestRunRequest, run: vscode.TestRun, signal: AbortSignal): Promise<void> {
    const wanted = wantedIn(controller, request, folder);
    if (wanted.size === 0) return;
    const { validation } = this.#workbench;
    const itemOf = (suite: string) => controller.items.get(itemId({ folder, suite, leaf: null }));
    const telling: Array<Promise<void>> = [];
    try {
      const { suites } = await validation.read(folder);
      await validation.run(folder, suites, {
        wanted,
        onStart: ({ name }) => started(run, itemOf(name)),
        onProgress: ({ name }, text) => run.appendOutput(`${name}: ${text}\r\n`),
        onResult: (suite, result) => telling.push(this.#tell(run, itemOf(suite.name), folder, suite, result)),
      }, signal);
    } catch (error) {
      const { code, message, hint } = toFault(error);
      if (code === 'cancelled') throw error;
      const told = new vscode.TestMessage([message, hint].filter(Boolean).join(' '));
      for (const suite of wanted.keys()) {
        const item = itemOf(suite);
        if (item) run.errored(item, told);
      }
    } finally {
      await Promise.all(telling);
    }
  }

  async #tell(run: vscode.TestRun, item: vscode.TestItem | undefined, folder: string, suite: Suite, result: SuiteResult): Promise<void> {
    if (!item) return;
    const leaves = leafResults(result);
    for (const leaf of leaves) {
      const found = item.children.get(itemId({ folder, suite: suite.name, leaf: leaf.name }));
      if (!found) continue;
      const messages = leaf.outcome === 'pass' ? [] : await messagesOf(leaf, found, { folder, reference: suite.data }, this.#workbench.machine.files);
      tellOutcome(run, found, leaf.outcome, messages);
    }
    if (leaves.length > 0) return;
    const message = new vscode.TestMessage(suiteMessage(result));
    if (item.uri && item.range) message.location = new vscode.Location(item.uri, item.range);
    tellOutcome(run, item, result.outcome, [message]);
    item.children.forEach((child) => run.skipped(child));
  }

  #watch(controller: vscode.TestController, folders: readonly string[]): void {
    const paths = folders.map(validationPath);
    if (paths.join('\n') === this.#watched) return;
    this.#watched = paths.join('\n');
    const { machine } = this.#workbench;
    this.#owned.add(machine.files.watch(paths, () => {
      void this.discover(controller).catch((error: unknown) => machine.log.error(`validation: ${toFault(error).message}`));
    }));
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function started(run: vscode.TestRun, item: vscode.TestItem | undefined): void {
  if (!item) return;
  run.started(item);
  item.children.forEach((child) => run.started(child));
}

/** Failed is what was seen and is not as expected; unknown, which the editor calls an error, is what could not be seen. */
function tellOutcome(run: vscode.TestRun, item: vscode.TestItem, outcome: Outcome, messages: readonly vscode.TestMessage[]): void {
  if (outcome === 'pass') run.passed(item);
  else if (outcome === 'fail') run.failed(item, messages);
  else run.errored(item, messages);
}
