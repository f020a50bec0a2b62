import type { RunStatus } from './run.ts';

export type JobStatus = RunStatus;

export interface JobRun {
  readonly id: string;
  /** Why the job has it: `primary`, `tracker`, `pipeline` (these are one execution), `child`. */
  readonly role: string;
}

/** Work submitted to a Target. The shape is the CLI's contract. */
export interface Job {
  readonly id: string;
  readonly name: string;
  readonly target: string;
  readonly status: JobStatus;
  /** 1-based. */
  readonly attempt: number;
  readonly command: readonly string[];
  readonly runs: readonly JobRun[];
  readonly parentId: string | null;
  readonly resources: JobResources;
  readonly snapshot: string | null;
  readonly submittedAt: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly reason: string | null;
  readonly logBytes: number | null;
  readonly url: string | null;
}

export interface JobResources {
  /** Device uuids; empty = CPU only; null = not managed. */
  readonly gpus?: readonly string[];
  readonly [name: string]: unknown;
}

/** How a process ended. Exactly one of exitCode and signal is set; `lost` where neither is known. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly endedAt: string;
  /** True when a person asked for the stop. */
  readonly stopped: boolean;
}

/** Exit code and signal decide, not what the tracker believes (facts: MLflow is right for 1 of 7 endings). */
export function statusOf(outcome: Outcome): JobStatus {
  if (outcome.stopped) return 'stopped';
  if (outcome.exitCode === null && outcome.signal === null) return 'lost';
  return outcome.exitCode === 0 ? 'finished' : 'failed';
}
