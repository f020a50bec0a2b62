import type { Meta } from './folderReads.ts';
import type { Point } from './sample.ts';
import type { LoggedModel, StoredDataset, StoredExperiment, StoredModel, StoredRun, StoredVersion } from './store.ts';

/** MLflow writes a run's status as a number here. */
const statusWords: Readonly<Record<string, string>> = { 1: 'RUNNING', 2: 'SCHEDULED', 3: 'FINISHED', 4: 'FAILED', 5: 'KILLED' };

export function word(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
}

function wordOrNull(value: unknown): string | null {
  return word(value) || null;
}

function ms(value: unknown): number | null {
  const number = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? Number(value) : NaN;
  return Number.isFinite(number) ? number : null;
}

export function decodeExperiment(meta: Meta, tags: Record<string, string>): StoredExperiment {
  return {
    experimentId: word(meta['experiment_id']),
    name: word(meta['name']),
    artifactLocation: wordOrNull(meta['artifact_location']),
    createdMs: ms(meta['creation_time']),
    updatedMs: ms(meta['last_update_time']),
    tags,
  };
}

export interface RunParts {
  readonly metrics: ReadonlyArray<readonly [key: string, points: readonly Point[]]>;
  readonly params: Record<string, string>;
  readonly tags: Record<string, string>;
  readonly datasets: readonly StoredDataset[];
  readonly modelIds: readonly string[];
}

/** Old stores say `run_uuid` alone. */
export function runIdOf(meta: Meta): string {
  return word(meta['run_id']) || word(meta['run_uuid']);
}

export function startOf(meta: Meta): number | null {
  return ms(meta['start_time']);
}

export function decodeRun(meta: Meta, parts: RunParts): StoredRun {
  let activeMs: number | null = null;
  const metrics: Array<readonly [string, number | string]> = [];
  for (const [key, points] of parts.metrics) {
    const last = latest(points);
    if (!last) continue;
    metrics.push([key, last.value]);
    activeMs = Math.max(activeMs ?? 0, last.timestampMs);
  }
  return {
    runId: runIdOf(meta),
    experimentId: word(meta['experiment_id']),
    name: wordOrNull(meta['run_name']) ?? (parts.tags['mlflow.runName'] || null),
    status: statusWords[word(meta['status'])] ?? (word(meta['status']) || 'RUNNING'),
    isDeleted: meta['lifecycle_stage'] === 'deleted',
    userId: wordOrNull(meta['user_id']),
    startMs: startOf(meta),
    endMs: ms(meta['end_time']),
    artifactUri: wordOrNull(meta['artifact_uri']),
    metrics: Object.fromEntries(metrics),
    activeMs,
    params: parts.params,
    tags: parts.tags,
    datasets: parts.datasets,
    modelIds: parts.modelIds,
  };
}

/** MLflow's own rule: the largest step, then the newest, then the largest value; a NaN never beats what came first. */
function latest(points: readonly Point[]): Point | undefined {
  let best: Point | undefined;
  for (const point of points) {
    const order = best ? point.step - best.step || point.timestampMs - best.timestampMs || compare(point.value, best.value) : 1;
    if (order > 0) best = point;
  }
  return best;
}

function compare(a: number | string, b: number | string): number {
  const [left, right] = [Number(a), Number(b)];
  return left > right ? 1 : -1;
}

export function decodeDataset(meta: Meta, tags: Meta): StoredDataset {
  return {
    name: word(meta['name']),
    digest: wordOrNull(meta['digest']),
    context: tags['mlflow.data.context'] === undefined ? null : word(tags['mlflow.data.context']),
    sourceType: wordOrNull(meta['source_type']),
    source: wordOrNull(meta['source']),
  };
}

export function decodeModel(meta: Meta, tags: Record<string, string>, aliases: Record<string, string>): StoredModel {
  return {
    name: word(meta['name']),
    description: wordOrNull(meta['description']),
    createdMs: ms(meta['creation_timestamp']),
    updatedMs: ms(meta['last_updated_timestamp']),
    tags,
    aliases,
  };
}

export function decodeVersion(meta: Meta, tags: Record<string, string>): StoredVersion {
  return {
    name: word(meta['name']),
    version: word(meta['version']),
    createdMs: ms(meta['creation_timestamp']),
    updatedMs: ms(meta['last_updated_timestamp']),
    description: wordOrNull(meta['description']),
    userId: wordOrNull(meta['user_id']),
    stage: wordOrNull(meta['current_stage']),
    source: wordOrNull(meta['source']),
    runId: wordOrNull(meta['run_id']),
    status: wordOrNull(meta['status']),
    tags,
  };
}

export function decodeLoggedModel(meta: Meta): LoggedModel {
  return {
    modelId: word(meta['model_id']),
    name: word(meta['name']),
    experimentId: word(meta['experiment_id']),
    artifactLocation: word(meta['artifact_location']),
    sourceRunId: wordOrNull(meta['source_run_id']),
  };
}

