import type { JobResources } from './job.ts';

/** What to run, before a target has planned it. */
export interface LaunchSpec {
  readonly name: string;
  /** Absolute folder in which the command runs. */
  readonly cwd: string;
  /** Workspace folder it belongs to, absolute. */
  readonly folder: string;
  /** An argument array, never a shell string built from data. */
  readonly command: readonly string[];
  /** Where it came from: a pipeline stage or entry point. Null for a bare command. */
  readonly entry: { readonly source: string | null; readonly file: string; readonly stage: string } | null;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly env: Readonly<Record<string, string>>;
  readonly resources: JobResources;
  readonly options: Readonly<Record<string, unknown>>;
  /** Source ids whose RunRecorder makes a run first; empty = record nowhere. */
  readonly recorders: readonly string[];
  /** A run that the command itself will make in another source, known beforehand by the name we gave it. */
  readonly expectRun?: ExpectedRun;
  /** Scripts that the command starts (relative ones to `cwd`), where its source knows them; else its words tell. */
  readonly programs?: readonly string[];
}

export interface ExpectedRun {
  readonly source: string;
  readonly name: string;
}

/** What a target says it would do. Shown before anything starts. */
export interface Plan {
  readonly planId: string;
  /** The id the job will have, where the target can say so beforehand. */
  readonly jobId?: string;
  readonly target: string;
  readonly spec: LaunchSpec;
  /** The command as it will run, with params applied. */
  readonly command: readonly string[];
  /** Names of variables we add; values only where they are no secret. */
  readonly env: Readonly<Record<string, string>>;
  readonly interpreter: string | null;
  readonly commit: string | null;
  readonly dirty: boolean | null;
  readonly price: 'free' | 'unknown' | { readonly amount: number; readonly currency: string };
  readonly warnings: readonly string[];
}
