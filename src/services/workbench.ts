import type { Disposable } from '../core/base/disposable.ts';
import { DisposableStore } from '../core/base/disposable.ts';
import type { ProviderRow } from '../core/capability/provider.ts';
import type { Machine } from '../core/port/machine.ts';
import { Actions } from './actions.ts';
import { Bias } from './bias.ts';
import { Catalog } from './catalog.ts';
import { CiFiles } from './ciFiles.ts';
import { Compare } from './compare.ts';
import { Connections } from './connections.ts';
import { Datasets } from './datasets.ts';
import { Drift } from './drift.ts';
import { Experiments } from './experiments.ts';
import { Deployments } from './governance/deployments.ts';
import { Governance } from './governance/governance.ts';
import { Jobs } from './jobs.ts';
import { Launch } from './launch.ts';
import { Locator } from './locate.ts';
import { Logs } from './logs.ts';
import { Cards } from './governance/cards.ts';
import { Models } from './models.ts';
import { Monitors } from './monitors/monitors.ts';
import { Notes } from './notes.ts';
import { PipelineFiles } from './pipelineFiles.ts';
import { Pipelines } from './pipelines.ts';
import { Reconcile } from './reconcile.ts';
import { Refresh } from './refresh.ts';
import { Runs } from './runs.ts';
import { SameRuns } from './sameRuns.ts';
import { Tables } from './tables.ts';
import { Targets } from './targets.ts';
import { ToolResults } from './toolResults.ts';
import { Validation } from './validation/validation.ts';

/** The wiring diagram: every service over all sources of the given folders. Constructing it does no I/O. */
export class Workbench implements Disposable {
  readonly machine: Machine;
  readonly catalog: Catalog;
  readonly locator: Locator;
  readonly runs: Runs;
  readonly experiments: Experiments;
  readonly datasets: Datasets;
  readonly tables: Tables;
  readonly drift: Drift;
  readonly bias: Bias;
  readonly models: Models;
  readonly governance: Governance;
  readonly deployments: Deployments;
  readonly pipelines: Pipelines;
  readonly pipelineFiles: PipelineFiles;
  readonly targets: Targets;
  readonly launch: Launch;
  readonly jobs: Jobs;
  readonly logs: Logs;
  readonly reconcile: Reconcile;
  readonly actions: Actions;
  readonly compare: Compare;
  readonly ciFiles: CiFiles;
  readonly cards: Cards;
  readonly monitors: Monitors;
  readonly toolResults: ToolResults;
  readonly notes: Notes;
  readonly connections: Connections;
  readonly refresh: Refresh;
  readonly validation: Validation;
  readonly #owned = new DisposableStore();

  constructor(machine: Machine, rows: readonly ProviderRow[], folders: readonly string[]) {
    this.machine = machine;
    this.catalog = this.#owned.add(new Catalog(machine, rows, folders));
    this.locator = new Locator(this.catalog);
    this.runs = this.#owned.add(new Runs(this.catalog, this.locator, new SameRuns((signal) => this.jobs.joins(signal))));
    this.experiments = new Experiments(this.catalog);
    this.datasets = new Datasets(this.catalog, this.locator);
    this.tables = new Tables(machine, this.catalog);
    this.drift = new Drift(machine, this.catalog, this.tables);
    this.bias = new Bias(this.tables);
    this.pipelines = new Pipelines(this.catalog);
    this.pipelineFiles = new PipelineFiles(machine, this.pipelines, () => this.catalog.folders);
    this.targets = new Targets(this.catalog, this.locator);
    this.launch = new Launch(machine, this.catalog, this.locator, this.pipelines);
    this.jobs = this.#owned.add(new Jobs(machine, this.catalog, this.locator));
    this.logs = new Logs(this.jobs, this.locator);
    this.reconcile = this.#owned.add(
      new Reconcile(machine, this.catalog, (run, source) => {
        this.locator.remember(run, source);
        this.refresh.soon(source);
      }),
    );
    this.monitors = new Monitors(machine, this.tables, { launch: this.launch, pipelines: this.pipelines, targets: this.targets });
    this.toolResults = new ToolResults(this.locator, machine.clock);
    this.compare = new Compare(machine, this.catalog, this.runs);
    this.ciFiles = new CiFiles(machine);
    this.notes = this.#owned.add(new Notes(machine, this.catalog, this.locator));
    this.connections = new Connections(machine, this.catalog);
    this.refresh = this.#owned.add(new Refresh(machine.clock, this.catalog, this.runs));
    const didWrite = (source: string): void => this.refresh.soon(source);
    this.models = new Models(this.catalog, this.locator, didWrite);
    this.governance = new Governance(machine, () => this.catalog.folders[0] ?? '', { catalog: this.catalog, models: this.models, runs: this.runs, datasets: this.datasets, tables: this.tables });
    this.deployments = new Deployments(machine, this.governance, { catalog: this.catalog, models: this.models });
    this.validation = new Validation({
      machine,
      openTable: (reference, folder, signal) => this.tables.open(reference, folder, signal),
      pythonModel: (reference, signal) => this.models.pythonModel(reference, signal),
      run: (id, signal) => this.runs.run(id, signal),
    });
    this.cards = new Cards(machine, { models: this.models, runs: this.runs });
    this.actions = new Actions(machine, this.catalog, this.locator, didWrite);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
