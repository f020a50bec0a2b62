import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import { DisposableStore } from '../../core/base/disposable.ts';
import { Emitter, type Event } from '../../core/base/event.ts';
import { toFault } from '../../core/base/fault.ts';
import type { Stage } from '../../core/model/pipeline.ts';
import type { Workbench } from '../../services/workbench.ts';
import type { CommandId } from '../ids.ts';
import type { MonitorBoard } from '../monitors/board.ts';
import { aborting } from '../platform/cancellation.ts';
import type { MetricChoice } from '../views/rows/keyMetric.ts';
import { explainState, lastRunText, stateText } from './lensText.ts';
import { driftLens } from './monitorLenses.ts';

/** All lenses of a file are drawn from one look at it; the next drawing looks again, for a dependency may have changed. */
const maxStateAgeMs = 2_000;

type Part = 'run' | 'state' | 'last' | 'compare';

class StageLens extends vscode.CodeLens {
  readonly file: string;
  readonly stage: string;
  readonly part: Part;
  readonly document: vscode.TextDocument;

  constructor(range: vscode.Range, document: vscode.TextDocument, stage: string, part: Part) {
    super(range);
    this.document = document;
    this.file = document.uri.fsPath;
    this.stage = stage;
    this.part = part;
  }
}

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

/**
 * Above each stage of a pipeline file: Run, its state, its last run, Compare, and drift of the data it writes where a monitor
 * looks at it. Ranges first; the words come later.
 */
export class Lenses implements Disposable {
  readonly #workbench: Workbench;
  readonly #metric: () => MetricChoice;
  readonly #monitors: MonitorBoard;
  readonly #changed = new Emitter<void>();
  readonly #owned = new DisposableStore();
  readonly #states = new Map<string, { readonly version: number; readonly readMs: number; readonly stages: Promise<ReadonlyMap<string, Stage>> }>();
  #listener: Disposable | undefined;

  constructor(workbench: Workbench, metric: () => MetricChoice, monitors: MonitorBoard) {
    this.#workbench = workbench;
    this.#metric = metric;
    this.#monitors = monitors;
    this.#owned.add(monitors.onDidChange(() => this.refresh()));
    this.#owned.add(workbench.refresh.onDidRefresh(({ change }) => {
      if (change && change.upserted.length + change.removed.length > 0) this.refresh();
    }));
    this.#owned.add(vscode.workspace.onDidSaveTextDocument(() => this.refresh()));
    // Back from another program, which may have changed what a stage depends on.
    this.#owned.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && this.refresh()));
    this.#owned.add(vscode.workspace.onDidCloseTextDocument((document) => this.#states.delete(document.uri.fsPath)));
  }

  /** One listener: the shell's. */
  readonly onDidChange = (listener: () => void): void => {
    this.#listener ??= this.#owned.add(this.changed(listener));
  };

  get changed(): Event<void> {
    return this.#changed.event;
  }

  refresh(): void {
    this.#states.clear();
    this.#changed.fire();
  }

  async provide(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    if (this.#workbench.machine.settings.get<boolean>('codeLens.enabled', document.uri.fsPath) === false) return [];
    const { signal, dispose } = aborting(token);
    try {
      const parsed = await this.#workbench.pipelines.parse(document.uri.fsPath, document.getText(), signal);
      const parts: Part[] = vscode.workspace.isTrusted ? ['run', 'state', 'last', 'compare'] : ['state', 'last', 'compare'];
      const lenses: vscode.CodeLens[] = [];
      for (const stage of parsed?.file.stages ?? []) {
        const { start, end } = stage.range;
        const range = new vscode.Range(start.line, start.character, end.line, end.character);
        lenses.push(...parts.map((part) => new StageLens(range, document, stage.name, part)), ...(await this.#drift(document, stage, range)));
      }
      return lenses;
    } catch (error) {
      const fault = toFault(error);
      if (fault.code !== 'cancelled') this.#workbench.machine.log.warn(`${document.uri.fsPath}: ${fault.message}`);
      return [];
    } finally {
      dispose();
    }
  }

  async resolve(lens: vscode.CodeLens, token: vscode.CancellationToken): Promise<vscode.CodeLens> {
    if (!(lens instanceof StageLens)) return lens;
    const { signal, dispose } = aborting(token);
    try {
      lens.command = await this.#command(lens, signal);
    } catch (error) {
      const fault = toFault(error);
      if (fault.code === 'cancelled') throw error;
      lens.command = { title: `$(warning) ${fault.message.slice(0, 80)}`, command: 'mlops.output.show' };
      this.#workbench.machine.log.warn(`${lens.file}, ${lens.stage}: ${fault.message}`);
    } finally {
      dispose();
    }
    return lens;
  }

  /** The stage with its state, as the editor shows the file now. */
  async stage(document: vscode.TextDocument, name: string, signal: AbortSignal): Promise<Stage | undefined> {
    const file = document.uri.fsPath;
    let known = this.#states.get(file);
    const nowMs = this.#workbench.machine.clock.nowMs();
    if (known?.version !== document.version || nowMs - known.readMs > maxStateAgeMs) {
      const text = document.isDirty ? document.getText() : undefined;
      const stages = this.#workbench.pipelines
        .withState(file, text, new AbortController().signal)
        .then((parsed) => new Map((parsed?.file.stages ?? []).map((stage) => [stage.name, stage])));
      known = { version: document.version, readMs: nowMs, stages };
      this.#states.set(file, known);
      stages.catch(() => this.#states.delete(file));
    }
    const stages = await known.stages;
    signal.throwIfAborted();
    return stages.get(name);
  }

  dispose(): void {
    this.#owned.dispose();
    this.#changed.dispose();
  }

  async #drift(document: vscode.TextDocument, { outputs = [] }: Stage, range: vscode.Range): Promise<vscode.CodeLens[]> {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath;
    if (folder === undefined || outputs.length === 0) return [];
    return (await this.#monitors.ofOutputs(folder, outputs)).map((state) => driftLens(range, state));
  }

  async #command(lens: StageLens, signal: AbortSignal): Promise<vscode.Command> {
    const args = [lens.file, lens.stage];
    const command = (title: string, id: CommandId, tooltip: string): vscode.Command => ({ title, command: id, tooltip, arguments: args });
    switch (lens.part) {
      case 'run':
        return command(`$(play) ${t('Run')}`, 'mlops.stage.run', t('Launch “{0}”', lens.stage));
      case 'compare':
        return command(`$(compare-changes) ${t('Compare')}`, 'mlops.stage.compare', t('Compare runs of “{0}”', lens.stage));
      case 'state': {
        const stage = await this.stage(lens.document, lens.stage, signal);
        const title = stage ? stateText(stage.state, t) : `$(question) ${t('state not known')}`;
        return command(title, 'mlops.stage.explain', stage ? explainState(stage, t) : t('What changed since the last run'));
      }
      case 'last': {
        const id = await this.#workbench.pipelines.lastRun(lens.file, lens.stage, signal);
        if (id === null) return { title: t('no run yet'), command: '' };
        const run = this.#workbench.runs.peek(id) ?? (await this.#workbench.runs.run(id, signal));
        return command(lastRunText(run, this.#metric(), t), 'mlops.stage.openLastRun', t('Open the last run of “{0}”', lens.stage));
      }
    }
  }
}
