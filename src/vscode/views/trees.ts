import * as vscode from 'vscode';
import type { DisposableStore } from '../../core/base/disposable.ts';
import { readDirections } from '../../services/metricsFile.ts';
import type { Workbench } from '../../services/workbench.ts';
import type { ApprovalBoard } from '../approvals/board.ts';
import type { JobBoard } from '../jobs/board.ts';
import { viewIds, type ViewId, type ViewState } from '../ids.ts';
import type { MonitorBoard } from '../monitors/board.ts';
import type { Output } from '../platform/output.ts';
import type { Shell } from '../shell.ts';
import { ApprovalLevels } from './approvalTree.ts';
import { DatasetLevels } from './datasetTree.ts';
import { ExperimentLevels } from './experimentTree.ts';
import { JobLevels } from './jobTree.ts';
import { ModelLevels } from './modelTree.ts';
import type { LevelSource } from './node.ts';
import { RowTree } from './rowTree.ts';
import type { MetricChoice } from './rows/keyMetric.ts';
import type { RowContext } from './rows/row.ts';

export type Trees = Readonly<Record<ViewId, RowTree>>;

/** What a person chose in the views, remembered for the workspace. */
export class ViewMemory {
  readonly #memory: vscode.Memento;
  #written: readonly string[] = [];

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  filter = (): string => this.#memory.get<string>('filter') ?? '';
  showsHidden = (): boolean => this.#memory.get<boolean>('showsHidden') ?? false;
  metric = (): MetricChoice => ({ chosen: this.#memory.get<string>('metric') ?? null, written: this.#written });

  async setFilter(text: string): Promise<void> {
    await this.#memory.update('filter', text === '' ? undefined : text);
    await vscode.commands.executeCommand('setContext', 'mlops.experiments.isFiltered', text !== '');
  }

  async setShowsHidden(shows: boolean): Promise<void> {
    await this.#memory.update('showsHidden', shows || undefined);
    await vscode.commands.executeCommand('setContext', 'mlops.experiments.showsHidden', shows);
  }

  async setMetric(key: string | null): Promise<void> {
    await this.#memory.update('metric', key ?? undefined);
  }

  /** The order of `.mlops/metrics.yaml`; what is wrong in that file is said where runs are compared. */
  async readMetrics(workbench: Workbench): Promise<void> {
    this.#written = [...(await readDirections(workbench.machine, workbench.catalog.folders, [])).keys()];
  }
}

interface TreeParts {
  readonly workbench: Workbench;
  readonly shell: Shell;
  readonly memory: ViewMemory;
  readonly board: JobBoard;
  readonly monitors: MonitorBoard;
  readonly approvals: ApprovalBoard;
  readonly output: Output;
  readonly owned: DisposableStore;
}

export function createTrees({ workbench, shell, memory, board, monitors, approvals, output, owned }: TreeParts): Trees {
  const context = (): RowContext => ({ t: (message, ...values) => vscode.l10n.t(message, ...values), nowMs: Date.now() });
  const sources: Record<ViewId, LevelSource> = {
    'mlops.experiments': new ExperimentLevels(workbench, memory, context),
    'mlops.datasets': new DatasetLevels(workbench, context),
    'mlops.models': new ModelLevels(workbench, { monitors, approvals }, context),
    'mlops.approvals': new ApprovalLevels(approvals, context),
    'mlops.jobs': new JobLevels(board, context),
  };
  const trees = Object.fromEntries(
    viewIds.map((id) => {
      const tree = new RowTree({
        name: id,
        source: sources[id],
        context,
        pageSize: () => Math.max(20, workbench.machine.settings.get<number>('trees.pageSize') ?? 200),
        onState: (state) => setState(id, state),
        log: (message) => output.warn(message),
      });
      owned.add(tree);
      owned.add(tree.onDidChange((node) => shell[id].fire(node)));
      return [id, tree];
    }),
  ) as unknown as Trees;
  owned.add(workbench.catalog.onDidChange(() => {
    for (const tree of Object.values(trees)) tree.refreshSoon();
  }));
  owned.add(workbench.notes.onDidChange(() => trees['mlops.experiments'].refreshSoon()));
  owned.add(workbench.runs.onDidChange(({ source }) => refreshBranch(trees['mlops.experiments'], source)));
  owned.add(workbench.refresh.onDidRefresh(({ source, fault }) => {
    if (fault) refreshBranch(trees['mlops.experiments'], source);
    refreshBranch(trees['mlops.datasets'], source);
    refreshBranch(trees['mlops.models'], source);
  }));
  owned.add(monitors.onDidChange(() => trees['mlops.models'].refreshSoon()));
  owned.add(approvals.onDidChange(() => {
    trees['mlops.approvals'].refreshSoon();
    trees['mlops.models'].refreshSoon();
  }));
  owned.add(board.onDidChange(() => trees['mlops.jobs'].refreshSoon()));
  return trees;
}

/** Only the branch of the source that changed is read again. */
function refreshBranch(tree: RowTree, source: string): void {
  const node = tree.find(`source ${source}`);
  if (node?.children !== undefined) tree.refreshSoon(node);
}

function setState(view: ViewId, state: ViewState): void {
  void vscode.commands.executeCommand('setContext', `${view}.state`, state);
  if (view === 'mlops.experiments' && state === 'filled') void vscode.commands.executeCommand('setContext', 'mlops.hasRuns', true);
}
