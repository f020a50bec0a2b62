import type { SeriesOptions } from '../../../core/capability/experimentSource.ts';
import type { Problem } from '../../../core/model/problem.ts';
import type { Series } from '../../../core/model/run.ts';

/** MLflow's records, the same from a server, a SQLite file and a folder. Times are ms since the epoch. */
export interface StoredExperiment {
  readonly experimentId: string;
  readonly name: string;
  readonly artifactLocation: string | null;
  readonly createdMs: number | null;
  readonly updatedMs: number | null;
  readonly tags: Readonly<Record<string, string>>;
}

export interface StoredDataset {
  readonly name: string;
  readonly digest: string | null;
  readonly context: string | null;
  readonly sourceType: string | null;
  /** JSON text, as the logger wrote it. */
  readonly source: string | null;
}

export interface StoredRun {
  readonly runId: string;
  readonly experimentId: string;
  readonly name: string | null;
  /** MLflow's own word: RUNNING, SCHEDULED, FINISHED, FAILED, KILLED. */
  readonly status: string;
  readonly isDeleted: boolean;
  readonly userId: string | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly artifactUri: string | null;
  /** Last values; NaN and infinities as their names. */
  readonly metrics: Readonly<Record<string, number | string>>;
  /** Newest metric timestamp: the only sign of life a run gives. */
  readonly activeMs: number | null;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly datasets: readonly StoredDataset[];
  /** Logged models this run put out. */
  readonly modelIds: readonly string[];
}

export interface StoredVersion {
  readonly name: string;
  readonly version: string;
  readonly createdMs: number | null;
  readonly updatedMs: number | null;
  readonly description: string | null;
  readonly userId: string | null;
  readonly stage: string | null;
  readonly source: string | null;
  readonly runId: string | null;
  readonly status: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

export interface StoredModel {
  readonly name: string;
  readonly description: string | null;
  readonly createdMs: number | null;
  readonly updatedMs: number | null;
  readonly tags: Readonly<Record<string, string>>;
  /** Alias to version. */
  readonly aliases: Readonly<Record<string, string>>;
}

export interface LoggedModel {
  readonly modelId: string;
  readonly name: string;
  readonly experimentId: string;
  readonly artifactLocation: string;
  readonly sourceRunId: string | null;
}

/** A list, and what of it could not be read: only a folder of files can be read in part. */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly problems?: readonly Problem[];
}

export interface RunsRequest {
  readonly experimentIds: readonly string[];
  readonly cursor?: string;
  readonly pageSize: number;
  /** Only runs whose `mlflow.parentRunId` is this. */
  readonly parent?: string;
}

export interface RunsPage {
  readonly runs: readonly StoredRun[];
  readonly next?: string;
  readonly total: number | null;
  readonly problems?: readonly Problem[];
}

/** What the provider reads, whatever the store is. Only what is active; newest first. */
export interface MlflowStore {
  /** One line for `probe`: revision, server version. Throws a Fault that says why it cannot be read. */
  describe(signal: AbortSignal): Promise<string>;
  experiments(signal: AbortSignal): Promise<Listed<StoredExperiment>>;
  runs(request: RunsRequest, signal: AbortSignal): Promise<RunsPage>;
  /** Throws `notFound`. A deleted run is answered, marked so. */
  run(runId: string, signal: AbortSignal): Promise<StoredRun>;
  metricKeys(runId: string, signal: AbortSignal): Promise<readonly string[]>;
  history(runId: string, key: string, options: SeriesOptions, signal: AbortSignal): Promise<Series>;
  models(signal: AbortSignal): Promise<Listed<StoredModel>>;
  /** Newest first within a model. All models where no name is given. */
  versions(name: string | undefined, signal: AbortSignal): Promise<Listed<StoredVersion>>;
  loggedModel(modelId: string, signal: AbortSignal): Promise<LoggedModel>;
  invalidate(): void;
}
