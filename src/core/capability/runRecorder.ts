import type { Outcome } from '../model/job.ts';

export interface RecordSpec {
  readonly jobId: string;
  readonly name: string;
  readonly experiment: string | null;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly commit: string | null;
  readonly dirty: boolean | null;
  readonly cwd: string;
  /** Scripts that will run (relative ones to `cwd`), as far as known: they may say where they log. */
  readonly programs?: readonly string[];
}

export interface Recording {
  readonly runId: string;
  /** Handed to the process so that it logs into this run. May hold credentials: never shown, never saved. */
  readonly env: Readonly<Record<string, string>>;
  /** Plain data the supervisor can act on by itself at the end, with the editor closed. */
  readonly finishWith: FinishRequest | null;
}

/** The tracker's words for how a job can end, put where `{status}` stands. */
export interface FinishStatuses {
  readonly finished: string;
  readonly failed: string;
  readonly stopped: string;
}

/** HTTP the dependency-free supervisor can send without knowing a tracker. */
export interface HttpFinish {
  readonly kind: 'http';
  /** The run it ends, set by the launch: what failed is told again through `RunRecorder.end`. */
  readonly run?: string;
  readonly method: 'POST' | 'PATCH';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /**
   * A JSON template. `{status}`, `{endMs}`, `{exitCode}` and `{signal}` (the last two empty where unknown) are replaced
   * as text: milliseconds since the epoch are a number, the others stand inside quotes.
   */
  readonly body: string;
  readonly statuses: FinishStatuses;
}

/**
 * A program for a tracker that speaks no HTTP (a store in a local file). The same placeholders are replaced in every
 * argument and every value of `env`; exit code 0 = recorded. No shell; `cwd` absolute; it may take up to `timeoutMs`.
 */
export interface CommandFinish {
  readonly kind: 'command';
  /** As in HttpFinish. */
  readonly run?: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Added to the supervisor's own environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly statuses: FinishStatuses;
}

/** What the supervisor does at the end of a job, so that the tracker learns the truth with the editor closed too. */
export type FinishRequest = HttpFinish | CommandFinish;

/** Who records a launched Job. The tracker's run is made first and its id handed to the process. */
export interface RunRecorder {
  /** True where this source is what a launch from its folder would log to. */
  readonly isDefault: boolean;
  /**
   * Do these scripts log here by themselves? A launch that is recorded elsewhere anyway makes a run only then. Told from
   * their text, so it may say yes too often, which costs an empty run, but hardly ever no.
   */
  isUsedBy?(programs: readonly string[], cwd: string, signal: AbortSignal): Promise<boolean>;
  begin(spec: RecordSpec, signal: AbortSignal): Promise<Recording>;
  tag(run: string, tags: Readonly<Record<string, string>>, signal: AbortSignal): Promise<void>;
  /** Writes the true end. Idempotent; touches only runs we launched. */
  end(run: string, outcome: Outcome, signal: AbortSignal): Promise<void>;
}
