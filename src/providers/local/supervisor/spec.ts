/**
 * What the supervisor is told and what it leaves behind. It imports nothing of the product, so that its bundle stays one
 * small file; these shapes mirror core's and are checked against it where the provider fills them.
 */
export interface FinishStatuses {
  readonly finished: string;
  readonly failed: string;
  readonly stopped: string;
}

export interface HttpFinish {
  readonly kind: 'http';
  readonly run?: string;
  readonly method: 'POST' | 'PATCH';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly statuses: FinishStatuses;
}

export interface CommandFinish {
  readonly kind: 'command';
  readonly run?: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly statuses: FinishStatuses;
}

export type FinishRequest = HttpFinish | CommandFinish;

/** Sent as JSON on stdin, never written to a file: `env` and `finish` may hold credentials. */
export interface SupervisorSpec {
  readonly command: readonly string[];
  readonly cwd: string;
  /** The whole environment of the command. */
  readonly env: Readonly<Record<string, string>>;
  /** Job folders that must have ended before this one starts. */
  readonly after: readonly string[];
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
  readonly finish: readonly FinishRequest[];
  /** A readable copy for the workspace; `job` is the record it starts from. */
  readonly mirror: { readonly workspace: string; readonly name: string; readonly job: Readonly<Record<string, unknown>> } | null;
}

/** Files of a job folder. */
export const jobFiles = {
  record: 'record.json',
  state: 'state.json',
  exit: 'exit.json',
  settled: 'settled.json',
  links: 'links.json',
  stop: 'stop.json',
  spool: 'spool',
  diary: 'supervisor.log',
} as const;

export type Phase = 'queued' | 'starting' | 'running' | 'stopping' | 'finishing' | 'done';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessMark {
  readonly pid: number;
  /** Start time in the system's own words; null where the system would not say, and then nothing is ever signalled. */
  readonly started: string | null;
}

/** Written again at every change and every few seconds: the heartbeat. */
export interface SupervisorState {
  readonly phase: Phase;
  readonly supervisor: ProcessMark;
  /** Leader of its own process group. */
  readonly child: ProcessMark | null;
  readonly startedAt: string | null;
  readonly heartbeatAt: string;
  readonly logBytes: number;
  /** Log bytes that could not be written. */
  readonly lostBytes: number;
  readonly logProblem: string | null;
  readonly after: readonly string[];
}

export interface ExitRecord {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly endedAt: string;
  readonly stopped: boolean;
  readonly reason: string | null;
  readonly lostBytes: number;
}

export interface StopRequest {
  readonly graceMs: number;
}
