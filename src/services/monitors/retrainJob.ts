import { fail, toFault } from '../../core/base/fault.ts';
import type { Job } from '../../core/model/job.ts';
import type { LaunchSpec } from '../../core/model/launch.ts';
import type { MonitorReport } from '../../core/model/monitor.ts';
import type { Monitor } from '../../core/monitor/monitor.ts';
import type { Launch } from '../launch.ts';
import type { Pipelines } from '../pipelines.ts';
import type { Targets } from '../targets.ts';

export interface RetrainParts {
  readonly launch: Launch;
  readonly pipelines: Pipelines;
  readonly targets: Targets;
}

/** Starts what the monitor says, once for each window that fires: a second run over the same window gives the same job. */
export async function startRetraining(parts: RetrainParts, monitor: Monitor, report: MonitorReport, folder: string, signal: AbortSignal): Promise<Job> {
  const spec = await specOf(parts, monitor, folder, signal);
  const target = (await parts.targets.list(signal)).items[0];
  if (!target) throw fail('notFound', 'There is no target to train on.');
  const plan = await parts.launch.plan(spec, target.id, signal);
  if (plan.price !== 'free') throw fail('forbidden', `Training on ${target.name} may cost money, so the monitor “${monitor.name}” does not start it by itself.`, { hint: report.retrain?.proposal ?? 'Start it yourself.' });
  const window = report.windows.findLast((one) => one.fired);
  return parts.launch.launch(plan, signal, { idempotencyKey: `monitor ${monitor.name} ${window?.digest ?? ''}` });
}

async function specOf({ launch, pipelines }: RetrainParts, { name, onRetrain }: Monitor, folder: string, signal: AbortSignal): Promise<LaunchSpec> {
  if (onRetrain.stage === null && onRetrain.command.length === 0) {
    throw fail('invalid', `The monitor “${name}” should train anew but names neither a stage nor a command.`, { hint: 'Add “stage: train” or “command: […]” below “retrain:”.' });
  }
  if (onRetrain.stage === null) return launch.command({ command: onRetrain.command, folder, name: `retrain: ${name}` }, signal);
  const asked = onRetrain.stage;
  const { choices } = await launch.choices(signal);
  const found = choices.filter(({ file, stage }) => stage === asked || `${file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file}:${stage}` === asked);
  const [only, other] = found;
  if (!only || other) {
    throw fail('invalid', `${only ? 'Several stages are' : 'No stage is'} called “${asked}”, which the monitor “${name}” trains with.`, { hint: only ? 'Write FILE:STAGE.' : 'Correct “stage:” below “retrain:”.' });
  }
  return pipelines.toLaunch(only.file, only.stage, {}, signal);
}

/** Why no job was started, for the report. */
export function notStarted(error: unknown): string {
  const { message, hint } = toFault(error);
  return hint === undefined ? message : `${message} ${hint}`;
}
