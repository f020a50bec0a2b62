import * as vscode from 'vscode';
import type { Workbench } from '../../services/workbench.ts';
import type { Stops } from './stop.ts';
import { LogTerminal } from './logTerminal.ts';

const memoryKey = 'openLogs';

/** Log terminals by job, remembered so that a reloaded window shows them again. */
export class Terminals implements vscode.Disposable {
  readonly #workbench: Workbench;
  readonly #memory: vscode.Memento;
  readonly #stops: Stops;
  readonly #open = new Map<string, vscode.Terminal>();
  #isEnding = false;

  constructor(workbench: Workbench, memory: vscode.Memento, stops: Stops) {
    this.#workbench = workbench;
    this.#memory = memory;
    this.#stops = stops;
  }

  /** Shows the job's log: its terminal where one is open, else a new one. */
  show(job: string, name: string, preserveFocus = false): vscode.Terminal {
    const known = this.#open.get(job);
    if (known) {
      known.show(preserveFocus);
      return known;
    }
    const pty = new LogTerminal(this.#workbench, job, {
      onInterrupt: (id) => void this.#stops.ask(id),
      onClosed: (id, isLive) => this.#closed(id, name, isLive),
    });
    const terminal = vscode.window.createTerminal({ name, pty, iconPath: new vscode.ThemeIcon('output'), isTransient: true });
    this.#open.set(job, terminal);
    this.#remember();
    terminal.show(preserveFocus);
    return terminal;
  }

  /** Opens again what was open before the window was reloaded. */
  async restore(signal: AbortSignal): Promise<void> {
    const open = this.#memory.get<string[]>(memoryKey) ?? [];
    if (open.length === 0) return;
    const { items } = await this.#workbench.jobs.list(signal);
    for (const id of open) {
      const job = items.find((one) => one.id === id);
      if (job) this.show(id, job.name, true);
    }
    this.#remember();
  }

  dispose(): void {
    this.#isEnding = true;
  }

  #closed(job: string, name: string, isLive: boolean): void {
    // A window that goes down closes its terminals too; those must come back.
    if (this.#isEnding) return;
    this.#open.delete(job);
    this.#remember();
    if (!isLive) return;
    const reopen = vscode.l10n.t('Show Log');
    void vscode.window.showInformationMessage(vscode.l10n.t('“{0}” is still running. Its log can be opened again from the Jobs view.', name), reopen).then((chosen) => {
      if (chosen === reopen) this.show(job, name);
    });
  }

  #remember(): void {
    void this.#memory.update(memoryKey, this.#open.size === 0 ? undefined : [...this.#open.keys()]);
  }
}
