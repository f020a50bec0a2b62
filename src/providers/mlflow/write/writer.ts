/** What the provider writes, whatever the store is. Each call writes and reads back, or throws a Fault. */
export interface MlflowWriter {
  createRun(run: NewRun, signal: AbortSignal): Promise<{ readonly runId: string; readonly experimentId: string }>;
  /** A null value removes the tag; removing one that is not there is no error. */
  setTags(runId: string, tags: Readonly<Record<string, string | null>>, signal: AbortSignal): Promise<void>;
  /** Ends a run and those of the same job that still say RUNNING. Only runs that carry `mlops.job`. */
  finish(end: RunEnd, signal: AbortSignal): Promise<void>;
  rename(runId: string, name: string, signal: AbortSignal): Promise<void>;
  deleteRun(runId: string, signal: AbortSignal): Promise<void>;
  restoreRun(runId: string, signal: AbortSignal): Promise<void>;
  /** `source`: a model or artifact URI. Makes the registered model where it is not there. Answers the new version. */
  register(version: NewVersion, signal: AbortSignal): Promise<string>;
  setAlias(change: AliasChange, signal: AbortSignal): Promise<void>;
  setVersionTag(change: TagChange, signal: AbortSignal): Promise<void>;
}

export interface NewRun {
  /** Made where it is not there; null = the default one. */
  readonly experiment: string | null;
  readonly name: string;
  readonly startMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface RunEnd {
  readonly runId: string;
  readonly status: string;
  readonly endMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface NewVersion {
  readonly name: string;
  readonly source: string;
  readonly runId: string;
  readonly modelId: string | null;
}

/** Compare-then-set: `expected` is what must be there now, null = nothing. A null target removes. */
export interface AliasChange {
  readonly name: string;
  readonly alias: string;
  readonly version: string | null;
  readonly expected: string | null;
}

export interface TagChange {
  readonly name: string;
  readonly version: string;
  readonly key: string;
  readonly value: string | null;
  readonly expected: string | null;
}

export const jobTag = 'mlops.job';
/** The launch's parameters as JSON; they become params at the end, where the program did not log them itself. */
export const paramsTag = 'mlops.params';
