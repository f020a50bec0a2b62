import type { Event } from '../base/event.ts';

export interface ProcessOptions {
  readonly cwd: string;
  /** Added to the environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string | Uint8Array;
  /** Default 60 s; 0 = none. */
  readonly timeoutMs?: number;
  /** stdout and stderr each; default 64 MiB, beyond it the process is ended with `tooLarge`. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
  /** Called with output as it comes. */
  readonly onOutput?: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;
  /** With it the child gets one more pipe, its descriptor 3, for what is neither its answer nor its log. */
  readonly onChannel?: (bytes: Uint8Array) => void;
  /** Values that must never reach the command log. */
  readonly secrets?: readonly string[];
}

export interface ProcessResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly elapsedMs: number;
}

/** One line of the output channel that lists every command run. Secrets are already masked. */
export interface CommandRecord {
  readonly pid: number | null;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly elapsedMs: number;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly error: string | null;
}

/** A child that stays: git cat-file --batch, a local server. */
export interface ChildHandle {
  readonly pid: number;
  write(bytes: string | Uint8Array): void;
  endInput(): void;
  kill(signal?: string): void;
  /** A `detached` child with everything it started. Default SIGTERM. */
  killGroup?(signal?: 'SIGTERM' | 'SIGKILL'): void;
  /** Let our own process end though this child still runs; `ref` takes it back. */
  unref?(): void;
  ref?(): void;
  readonly exited: Promise<{ exitCode: number | null; signal: string | null }>;
}

export interface Process {
  /** Runs to the end. A non-zero exit is a result, not an error; `missingTool` when the program is not there. */
  run(argv: readonly string[], options: ProcessOptions): Promise<ProcessResult>;
  /**
   * `detached`: its own session, outlives us and does not keep us alive; its output is read only with `onOutput`.
   * `env` then adds to ours as always. `stdin` is written and closed at once.
   */
  spawn(argv: readonly string[], options: ProcessOptions & { readonly detached?: boolean }): ChildHandle;
  readonly onDidRun: Event<CommandRecord>;
}
