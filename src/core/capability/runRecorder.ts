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
}

export interface Recording {
  readonly runId: string;
  /** Handed to the process so that it logs into this run. May hold credentials: never shown, never saved. */
  readonly env: Readonly<Record<string, string>>;
  /** Plain data the supervisor can act on by itself at the end, with the editor closed. */
  readonly finishWith: FinishRequest | null;
}

/**
 * HTTP the dependency-free supervisor can send without knowing a tracker. `{status}` and `{endMs}` in the body are
 * replaced by `statuses[outcome]` and milliseconds since the epoch.
 */
export interface FinishRequest {
  readonly method: 'POST' | 'PATCH';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A JSON template. */
  readonly body: string;
  readonly statuses: { readonly finished: string; readonly failed: string; readonly stopped: string };
}

/** Who records a launched Job. The tracker's run is made first and its id handed to the process. */
export interface RunRecorder {
  /** True where this source is what a launch from its folder would log to. */
  readonly isDefault: boolean;
  begin(spec: RecordSpec, signal: AbortSignal): Promise<Recording>;
  tag(run: string, tags: Readonly<Record<string, string>>, signal: AbortSignal): Promise<void>;
  /** Writes the true end. Idempotent; touches only runs we launched. */
  end(run: string, outcome: Outcome, signal: AbortSignal): Promise<void>;
}
