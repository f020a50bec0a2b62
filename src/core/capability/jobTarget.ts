import type { Job, JobRun, Outcome } from '../model/job.ts';
import type { ExpectedRun, LaunchSpec, Plan } from '../model/launch.ts';
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
  /** The runs a RunRecorder began for this job, with the source each belongs to. */
  readonly recorded?: readonly RecordedRun[];
  /** The job this one was made for: a grid's children share one. */
  readonly parentId?: string;
}

/** The runs a job has so far, and the one its command is making meanwhile. */
export interface AwaitedRun {
  readonly runs: readonly string[];
  readonly expects: ExpectedRun;
}

export interface RecordedRun {
  readonly run: string;
  readonly source: string;
}

/** An ended job of which something is still to be told or found. */
export interface UnsettledJob {
  readonly job: Job;
  readonly outcome: Outcome;
  /** Runs whose end their tracker has not heard. */
  readonly recorded: readonly RecordedRun[];
  /** A run the command made by itself that nobody has looked for yet. */
  readonly expects: ExpectedRun | null;
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
  /** Of jobs whose expected run was not looked for yet. */
  awaited?(signal: AbortSignal): Promise<AwaitedRun[]>;
  /** Resolves once what watches over an ended job has told the trackers, or can no longer do so. */
  told?(job: string, signal: AbortSignal): Promise<void>;
  /** Ended jobs with something left to tell; `lost` ones have an outcome without exit code and signal. */
  unsettled?(signal: AbortSignal): Promise<UnsettledJob[]>;
  /** The tracker knows this run's end now. Idempotent. */
  settle?(job: string, run: string, signal: AbortSignal): Promise<void>;
  /** Adds the run the job was expected to make; null = it was looked for and is not there. Idempotent. */
  link?(job: string, run: JobRun | null, signal: AbortSignal): Promise<void>;
}
