import * as vscode from 'vscode';
import type { Workbench } from '../../services/workbench.ts';
import type { JobBoard } from './board.ts';

/** Stopping a job: asked once, with the grace period that the settings give. */
export class Stops {
  readonly #workbench: Workbench;
  readonly #board: JobBoard;

  constructor(workbench: Workbench, board: JobBoard) {
    this.#workbench = workbench;
    this.#board = board;
  }

  /** Asks first. */
  async ask(job: string): Promise<void> {
    const name = this.#board.find(job)?.job.name ?? job;
    const stop = vscode.l10n.t('Stop');
    const chosen = await vscode.window.showWarningMessage(
      vscode.l10n.t('Stop “{0}”?', name),
      { modal: true, detail: vscode.l10n.t('The whole process group is asked to end, then ended after {0} s.', this.#graceSeconds()) },
      stop,
    );
    if (chosen === stop) await this.now(job);
  }

  async now(job: string): Promise<void> {
    await this.#workbench.jobs.cancel(job, { graceMs: this.#graceSeconds() * 1000 }, new AbortController().signal);
    await this.#board.refresh();
  }

  #graceSeconds(): number {
    return this.#workbench.machine.settings.get<number>('jobs.stopGraceSeconds') ?? 10;
  }
}
