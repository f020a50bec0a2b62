import type { Job } from '../model/job.ts';
import type { LaunchSpec, Plan } from '../model/launch.ts';
import type { Target } from '../model/target.ts';
import type { Event } from '../base/event.ts';
import type { JsonSchema } from './actionSource.ts';
import type { FinishRequest } from './runRecorder.ts';

/** What submit needs beyond the plan: made after the plan, so that a refused plan leaves no run behind. */
export interface SubmitExtras {
  /** Secret-bearing environment from the recorders; never written to disk in the clear. */
  readonly env: Readonly<Record<string, string>>;
  readonly runs: Job['runs'];
  readonly finish: readonly FinishRequest[];
}

export interface JobTarget {
  targets(signal: AbortSignal): Promise<Target[]>;
  /** Draws the form, completes `targets.yaml`, backs `--option k=v`. */
  optionsSchema(target: string): JsonSchema;
  plan(spec: LaunchSpec, target: string, signal: AbortSignal): Promise<Plan>;
  /** Only a plan this target made. The same key twice gives the same job. */
  submit(plan: Plan, idempotencyKey: string, extras: SubmitExtras, signal: AbortSignal): Promise<Job>;
  jobs(signal: AbortSignal): Promise<Job[]>;
  job(id: string, signal: AbortSignal): Promise<Job>;
  cancel(job: string, options: { readonly graceMs: number }, signal: AbortSignal): Promise<Job>;
  readonly onDidChangeJobs?: Event<void>;
}
