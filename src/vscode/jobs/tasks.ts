import path from 'node:path';
import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import type { LaunchSpec } from '../../core/model/launch.ts';
import type { Workbench } from '../../services/workbench.ts';
import { taskType } from '../ids.ts';
import { defaultTarget } from '../launch/defaults.ts';
import { aborting } from '../platform/cancellation.ts';
import { LogTerminal } from './logTerminal.ts';
import type { Stops } from './stop.ts';
import { decodeTask, type JobTaskDefinition } from './taskDefinition.ts';

/** Stages and commands as tasks of type `mlops`: Run Task, keybindings, `tasks.json`. Ctrl+C stops the job. */
export class JobTasks {
  readonly #workbench: Workbench;
  readonly #stops: Stops;

  constructor(workbench: Workbench, stops: Stops) {
    this.#workbench = workbench;
    this.#stops = stops;
  }

  /** One task per stage of every pipeline file. */
  async provide(token: vscode.CancellationToken): Promise<vscode.Task[]> {
    const { signal, dispose } = aborting(token);
    try {
      const tasks: vscode.Task[] = [];
      for (const entry of await this.#workbench.catalog.with('pipelines', signal)) {
        const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(entry.config.folder));
        if (!folder) continue;
        for (const file of await entry.connection.pipelines.files(signal)) {
          const { stages } = (await entry.connection.pipelines.parse(file, undefined, signal)).file;
          for (const stage of stages) tasks.push(this.#task({ type: taskType, file, stage: stage.name }, folder, `${stage.name} (${file})`));
        }
      }
      return tasks;
    } finally {
      dispose();
    }
  }

  resolve(task: vscode.Task): vscode.Task | undefined {
    const definition = decodeTask(task.definition);
    if (!definition || typeof task.scope !== 'object') return undefined;
    const resolved = this.#task(definition, task.scope, task.name);
    // The editor compares by its own definition object.
    resolved.definition = task.definition;
    return resolved;
  }

  #task(definition: JobTaskDefinition, folder: vscode.WorkspaceFolder, name: string): vscode.Task {
    const execution = new vscode.CustomExecution(async () => this.#start(definition, folder));
    const task = new vscode.Task({ ...definition }, folder, name, taskType, execution);
    task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, panel: vscode.TaskPanelKind.Dedicated };
    return task;
  }

  async #start(definition: JobTaskDefinition, folder: vscode.WorkspaceFolder): Promise<vscode.Pseudoterminal> {
    const { signal } = new AbortController();
    const spec = await this.#spec(definition, folder.uri.fsPath, signal);
    const target = definition.target ?? (await defaultTarget(this.#workbench, spec.resources.gpus ?? null, signal));
    const job = await this.#workbench.launch.launch(await this.#workbench.launch.plan(spec, target, signal), signal);
    return new LogTerminal(
      this.#workbench,
      job.id,
      {
        onInterrupt: (id) => void this.#stops.now(id),
        onClosed: (id, isLive) => {
          // "Terminate Task" closes the terminal: the person asked for the end of the job, not of its log.
          if (isLive) void this.#stops.now(id);
        },
      },
      true,
    );
  }

  async #spec(definition: JobTaskDefinition, folder: string, signal: AbortSignal): Promise<LaunchSpec> {
    const params = definition.params ?? {};
    const more = {
      resources: definition.gpus === undefined ? {} : { gpus: definition.gpus },
      ...(definition.options === undefined ? {} : { options: definition.options }),
    };
    if (definition.file !== undefined && definition.stage !== undefined) {
      const spec = await this.#workbench.pipelines.toLaunch(path.resolve(folder, definition.file), definition.stage, params, signal);
      return { ...spec, ...more, ...(definition.recorders === undefined ? {} : { recorders: definition.recorders }) };
    }
    const { command } = definition;
    if (!command || command.length === 0) {
      throw fail('invalid', 'This task names neither a stage nor a command.', { hint: 'Give “file” and “stage”, or “command”, in tasks.json.' });
    }
    const { name, recorders } = definition;
    const bare = { command, folder, params, ...(name === undefined ? {} : { name }), ...(recorders === undefined ? {} : { recorders }) };
    return { ...(await this.#workbench.launch.command(bare, signal)), ...more };
  }
}
