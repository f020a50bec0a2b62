import { randomUUID } from 'node:crypto';
import { fail, toFault } from '../../core/base/fault.ts';
import type { JobTarget, RecordedRun, SubmitExtras } from '../../core/capability/jobTarget.ts';
import type { Job, Outcome } from '../../core/model/job.ts';
import type { LaunchSpec, Plan } from '../../core/model/launch.ts';
import type { Workbench } from '../../services/workbench.ts';
import type { JobBoard } from '../jobs/board.ts';

/** Plans, starts and settles jobs for every part of the editor that can launch. */
export class Launcher {
  readonly #workbench: Workbench;
  readonly #board: JobBoard;

  constructor(workbench: Workbench, board: JobBoard) {
    this.#workbench = workbench;
    this.#board = board;
  }

  async plan(spec: LaunchSpec, target: string, signal: AbortSignal): Promise<Plan> {
    return (await this.#target(target, signal)).plan(spec, target, signal);
  }

  /** The trackers' runs are made first, so that a job that starts always has where to log. */
  async launch(plan: Plan, signal: AbortSignal): Promise<Job> {
    const target = await this.#target(plan.target, signal);
    const extras = await this.#record(plan, signal);
    try {
      const job = await target.submit(plan, randomUUID(), extras, signal);
      await this.#board.refresh();
      return job;
    } catch (error) {
      // A run that was made for a job which never started must not say "running" for ever.
      await this.#end(extras.recorded ?? [], { exitCode: 1, signal: null, endedAt: new Date().toISOString(), stopped: false }, signal);
      throw error;
    }
  }

  /** Tells trackers what a job that ended while nobody looked could not tell them itself. */
  async reconcile(signal: AbortSignal): Promise<void> {
    for (const { connection } of await this.#workbench.catalog.with('jobs', signal)) {
      for (const { job, outcome, recorded } of (await connection.jobs.unsettled?.(signal)) ?? []) {
        for (const one of recorded) {
          if (await this.#end([one], outcome, signal)) await connection.jobs.settle?.(job.id, one.run, signal);
        }
      }
    }
  }

  async #target(id: string, signal: AbortSignal): Promise<JobTarget> {
    const { connection } = await this.#workbench.locator.find(id, signal);
    if (!connection.jobs) throw fail('unsupported', `${id} takes no jobs.`);
    return connection.jobs;
  }

  async #record(plan: Plan, signal: AbortSignal): Promise<SubmitExtras> {
    const { spec } = plan;
    const recorded: RecordedRun[] = [];
    const finish: Array<SubmitExtras['finish'][number]> = [];
    let env: Readonly<Record<string, string>> = {};
    try {
      for (const source of spec.recorders) {
        const recorder = (await this.#workbench.catalog.entry(source, signal))?.connection.recorder;
        if (!recorder) throw fail('notFound', `“${source}” records no runs.`);
        const jobId = plan.jobId ?? plan.planId;
        const recording = await recorder.begin(
          { jobId, name: spec.name, experiment: null, params: spec.params, tags: { 'mlops.job': jobId }, commit: plan.commit, dirty: plan.dirty, cwd: spec.cwd },
          signal,
        );
        recorded.push({ run: recording.runId, source });
        env = { ...env, ...recording.env };
        if (recording.finishWith) finish.push({ ...recording.finishWith, run: recording.runId });
      }
    } catch (error) {
      await this.#end(recorded, { exitCode: 1, signal: null, endedAt: new Date().toISOString(), stopped: false }, signal);
      throw error;
    }
    return { env, runs: recorded.map(({ run }, index) => ({ id: run, role: index === 0 ? 'primary' : 'tracker' })), finish, recorded };
  }

  async #end(recorded: readonly RecordedRun[], outcome: Outcome, signal: AbortSignal): Promise<boolean> {
    let isTold = true;
    for (const { run, source } of recorded) {
      try {
        const recorder = (await this.#workbench.catalog.entry(source, signal))?.connection.recorder;
        if (recorder) await recorder.end(run, outcome, signal);
        else isTold = false;
      } catch (error) {
        isTold = false;
        this.#workbench.machine.log.warn(`The end of ${run} could not be recorded: ${toFault(error).message}`);
      }
    }
    return isTold;
  }
}
