import * as vscode from 'vscode';
import { DisposableStore } from '../core/base/disposable.ts';
import { fail, toFault } from '../core/base/fault.ts';
import type { Workbench } from '../services/workbench.ts';
import { ActionRunner } from './actions/runner.ts';
import { ApprovalBoard } from './approvals/board.ts';
import { showInbox } from './approvals/show.ts';
import { Documents } from './documents/documents.ts';
import { guarded, showFault } from './guard.ts';
import type { CommandId } from './ids.ts';
import { JobBoard } from './jobs/board.ts';
import { showRunningJobs } from './jobs/statusBar.ts';
import { Stops } from './jobs/stop.ts';
import { JobTasks } from './jobs/tasks.ts';
import { Terminals } from './jobs/terminals.ts';
import { Lenses } from './lens/lenses.ts';
import { MonitorBoard } from './monitors/board.ts';
import { approvalOfLink } from './panels/approval/links.ts';
import { registerPanels, type Panels } from './panels/index.ts';
import type { Output } from './platform/output.ts';
import type { Shell } from './shell.ts';
import { ValidationTests } from './validation/tests.ts';
import { createTrees, ViewMemory, type Trees } from './views/trees.ts';

/** What a command does. Throws a Fault where it cannot; the wrapper around every command shows it. */
export type CommandHandler = (product: Product, ...args: unknown[]) => unknown;

export interface ProductParts {
  readonly context: vscode.ExtensionContext;
  readonly shell: Shell;
  readonly workbench: Workbench;
  readonly output: Output;
  /** The user's data folder, shared with the command line. */
  readonly dataFolder: string;
  readonly commands: Readonly<Record<CommandId, CommandHandler>>;
}

/** Everything behind the shell. Constructing it does no I/O; `start` begins to look. */
export class Product implements vscode.Disposable {
  readonly context: vscode.ExtensionContext;
  readonly shell: Shell;
  readonly workbench: Workbench;
  readonly output: Output;
  readonly dataFolder: string;
  readonly memory: ViewMemory;
  readonly trees: Trees;
  readonly board: JobBoard;
  readonly monitors: MonitorBoard;
  readonly approvals: ApprovalBoard;
  readonly stops: Stops;
  readonly terminals: Terminals;
  readonly documents: Documents;
  readonly tasks: JobTasks;
  readonly lenses: Lenses;
  readonly actions: ActionRunner;
  readonly panels: Panels;
  readonly validation: ValidationTests;
  readonly #commands: ProductParts['commands'];
  readonly #owned = new DisposableStore();
  readonly #ended = new AbortController();

  constructor({ context, shell, workbench, output, dataFolder, commands }: ProductParts) {
    this.context = context;
    this.shell = shell;
    this.workbench = workbench;
    this.output = output;
    this.dataFolder = dataFolder;
    this.#commands = commands;
    this.memory = new ViewMemory(context.workspaceState);
    this.board = this.#owned.add(new JobBoard(workbench, this.memory.metric));
    this.monitors = this.#owned.add(new MonitorBoard(workbench));
    this.approvals = this.#owned.add(new ApprovalBoard(workbench));
    this.trees = createTrees({ workbench, shell, memory: this.memory, board: this.board, monitors: this.monitors, approvals: this.approvals, output, owned: this.#owned });
    this.stops = new Stops(workbench, this.board);
    this.terminals = this.#owned.add(new Terminals(workbench, context.workspaceState, this.stops));
    this.documents = new Documents(workbench);
    this.tasks = new JobTasks(workbench, this.stops);
    this.lenses = this.#owned.add(new Lenses(workbench, this.memory.metric, this.monitors));
    this.panels = registerPanels(context, workbench, this.approvals);
    this.validation = this.#owned.add(new ValidationTests(workbench));
    this.actions = new ActionRunner(workbench, output, this.panels, this.signal);
  }

  /** Aborted when the window closes or the extension ends. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** Begins to find, watch and poll. What it finds late reaches the views by events. */
  async start(): Promise<void> {
    const { workbench } = this;
    this.#owned.add(showRunningJobs(this.board, this.shell['mlops.jobs'].view, () => workbench.machine.settings.get<boolean>('statusBar.enabled') ?? true));
    this.#owned.add(this.board.onDidChange(() => this.#rememberNeed()));
    this.showFilter();
    await vscode.commands.executeCommand('setContext', 'mlops.experiments.showsHidden', this.memory.showsHidden());
    for (const { view } of Object.values(this.shell)) this.#owned.add(view.onDidChangeVisibility(() => this.#tellVisible()));
    this.#owned.add(this.panels.onDidChangeVisibility(() => this.#tellVisible()));
    this.#background('sources', async () => {
      await workbench.catalog.entries(this.signal);
      workbench.refresh.start();
      workbench.notes.watch();
      this.#tellVisible();
      await this.memory.readMetrics(workbench);
      this.trees['mlops.experiments'].refreshSoon();
      this.board.watch();
      await this.monitors.watch();
      this.#owned.add(showInbox(this.approvals, this.shell['mlops.approvals'].view));
      await this.approvals.watch();
      await this.terminals.restore(this.signal);
      await this.reconcile();
    });
  }

  run(id: CommandId, args: readonly unknown[]): Promise<unknown> {
    return guarded(id, () => this.#commands[id](this, ...args), (fault) => showFault(fault, (line) => this.output.error(`${id}: ${line}`)));
  }

  /** The filter's text stands above the tree, so that left-out runs are never a riddle. */
  showFilter(): void {
    const filter = this.memory.filter();
    this.shell['mlops.experiments'].view.message = filter === '' ? '' : vscode.l10n.t('Filter: {0}', filter);
  }

  /** Opens the page that a link names. Nothing is asked of a remote, filled in or signed. */
  async openLink({ path, query }: vscode.Uri): Promise<void> {
    const { subject, ledger } = approvalOfLink(path, query);
    if (this.workbench.catalog.folders.length === 0) throw fail('notFound', vscode.l10n.t('No folder is open that this link could be about.'), { hint: vscode.l10n.t('Open the folder that it belongs to, trust it, and follow the link again.') });
    if (!this.workbench.machine.trust.isTrusted) throw fail('untrusted', vscode.l10n.t('Approvals are read in trusted folders only.'), { hint: vscode.l10n.t('Trust this workspace first, then follow the link again.') });
    await this.panels.openApproval(subject, { fetches: false, ledger });
  }

  async foldersChanged(folders: readonly string[]): Promise<void> {
    await guarded('folders', () => this.workbench.catalog.reload(this.signal, folders), (fault) => this.output.error(fault.message));
    this.workbench.notes.watch();
  }

  async trustGranted(): Promise<void> {
    await guarded('trust', async () => {
      await this.workbench.catalog.reload(this.signal);
      await this.workbench.refresh.now();
      await this.reconcile();
    }, (fault) => this.output.error(fault.message));
    this.approvals.changed();
    this.lenses.refresh();
  }

  /** Tells the trackers what ended while nobody looked; what could not be told is said, and tried again later. */
  async reconcile(): Promise<void> {
    const { problems } = await this.workbench.reconcile.run(this.signal);
    for (const problem of problems) this.output.warn(`${problem.source}: ${problem.message}`);
  }

  dispose(): void {
    this.#ended.abort();
    this.#owned.dispose();
  }

  #tellVisible(): void {
    const isLookedAt = Object.values(this.shell).some(({ view }) => view.visible);
    this.workbench.refresh.setVisible(isLookedAt || this.panels.isVisible() || this.board.live.length > 0);
  }

  /** A window with running jobs loads the product at once after a reload: badge, log and status come back. */
  #rememberNeed(): void {
    const isNeeded = this.board.live.length > 0;
    if ((this.context.workspaceState.get<boolean>('needed') ?? false) !== isNeeded) {
      void this.context.workspaceState.update('needed', isNeeded || undefined);
      this.#tellVisible();
    }
  }

  #background(what: string, work: () => Promise<void>): void {
    void work().catch((error: unknown) => {
      const fault = toFault(error);
      if (fault.code !== 'cancelled') this.output.error(`${what}: ${fault.message}`);
    });
  }
}
