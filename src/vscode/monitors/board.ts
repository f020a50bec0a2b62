import { DisposableStore, type Disposable } from '../../core/base/disposable.ts';
import { Emitter, type Event } from '../../core/base/event.ts';
import { toFault } from '../../core/base/fault.ts';
import { meansVersion } from '../../core/monitor/modelReference.ts';
import { monitoredFiles, writesOne } from '../../core/monitor/monitoredData.ts';
import type { ModelVersion, RegisteredModel } from '../../core/model/modelVersion.ts';
import { monitorsPath } from '../../services/monitors/monitorsFile.ts';
import type { MonitorState } from '../../services/monitors/monitors.ts';
import type { Workbench } from '../../services/workbench.ts';

/** Monitors of all folders with what they found last, read once until a file of theirs changes. Nothing runs here. */
export class MonitorBoard implements Disposable {
  readonly #workbench: Workbench;
  readonly #changed = new Emitter<void>();
  readonly #owned = new DisposableStore();
  #states: Promise<readonly MonitorState[]> | undefined;
  #watch: Disposable | undefined;
  #isEnded = false;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    this.#owned.add(workbench.catalog.onDidChange(() => this.refresh()));
  }

  /** A monitor was written, or ran: here or by someone else. */
  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  /** A file that is wrong gives the monitors that are right; what is wrong in it stands in the file itself. */
  states(): Promise<readonly MonitorState[]> {
    this.#states ??= this.#read().catch((error: unknown) => {
      this.#states = undefined;
      throw error;
    });
    return this.#states;
  }

  /** Monitors whose `model:` means this version. */
  async ofVersion(model: RegisteredModel, version: ModelVersion): Promise<MonitorState[]> {
    return (await this.states()).filter(({ monitor }) => monitor.model !== null && meansVersion(monitor.model, model, version));
  }

  /** Monitors one side of which is, or lies in, one of these outputs of a stage. */
  async ofOutputs(folder: string, outputs: readonly string[]): Promise<MonitorState[]> {
    const providers = this.#workbench.catalog.rows.map(({ id }) => id);
    return (await this.states()).filter((state) => {
      const files = monitoredFiles(state.monitor, providers).map((file) => (/^([\\/]|[A-Za-z]:)/.test(file) ? file : `${state.folder}/${file}`));
      return outputs.some((output) => writesOne(output, files, folder));
    });
  }

  refresh(): void {
    if (this.#isEnded) return;
    this.#states = undefined;
    this.#changed.fire();
    // A monitor that is new has a place of its own to be watched.
    if (this.#watch) void this.watch();
  }

  /** Hears of runs of the command line too. */
  async watch(): Promise<void> {
    const { catalog, machine, monitors } = this.#workbench;
    try {
      const states = await this.states();
      const runs = await Promise.all(states.map(({ folder, monitor }) => monitors.kept.runsFolder(folder, monitor.name)));
      if (this.#isEnded) return;
      this.#watch?.dispose();
      this.#watch = machine.files.watch([...catalog.folders.map(monitorsPath), ...runs], () => this.refresh());
    } catch (error) {
      machine.log.warn(`monitors: ${toFault(error).message}`);
    }
  }

  dispose(): void {
    this.#isEnded = true;
    this.#watch?.dispose();
    this.#owned.dispose();
    this.#changed.dispose();
  }

  async #read(): Promise<MonitorState[]> {
    const { catalog, monitors, machine } = this.#workbench;
    const states = await Promise.all(
      catalog.folders.map(async (folder) => {
        const written = await monitors.list(folder);
        for (const { message } of written.problems) machine.log.warn(`${written.path}: ${message}`);
        return Promise.all(written.monitors.map((monitor) => monitors.state(folder, monitor)));
      }),
    );
    return states.flat();
  }
}
