import type { Experiment } from '../../core/model/experiment.ts';
import type { ModelVersion, RegisteredModel } from '../../core/model/modelVersion.ts';
import type { Run, RunStatus } from '../../core/model/run.ts';
import type { Ids } from './ids.ts';
import type { StoredExperiment, StoredModel, StoredRun, StoredVersion } from './store/store.ts';

export interface Context {
  readonly sourceId: string;
  readonly ids: Ids;
  readonly nowMs: number;
  /** A foreign run that says RUNNING is `stale` after so long without a metric. */
  readonly staleAfterMs: number;
  /** Root of the server's own pages; undefined for a local store. */
  readonly serverUri: string | undefined;
}

const statuses: Readonly<Record<string, RunStatus>> = {
  SCHEDULED: 'queued',
  RUNNING: 'running',
  FINISHED: 'finished',
  FAILED: 'failed',
  KILLED: 'stopped',
};

export function toExperiment(stored: StoredExperiment, context: Context): Experiment {
  return {
    id: context.ids.of('experiment', stored.experimentId),
    source: context.sourceId,
    name: stored.name,
    detail: stored.artifactLocation,
    runCount: null,
    updatedAt: iso(stored.updatedMs),
    tags: stored.tags,
  };
}

export function toRun(stored: StoredRun, experiment: string | null, registered: readonly string[], context: Context): Run {
  const { tags } = stored;
  const parent = tags['mlflow.parentRunId'];
  return {
    id: context.ids.run(stored.runId),
    source: context.sourceId,
    experiment,
    name: stored.name,
    status: statusOf(stored, context),
    startedAt: iso(stored.startMs),
    endedAt: iso(stored.endMs),
    commit: tags['mlflow.source.git.commit'] ?? tags['mlops.commit'] ?? null,
    dirty: tags['mlops.dirty'] === 'true' ? true : tags['mlops.dirty'] === 'false' ? false : null,
    snapshot: tags['mlops.snapshot'] ?? null,
    parentId: parent ? context.ids.run(parent) : null,
    sameAs: [],
    params: stored.params,
    metrics: stored.metrics,
    tags,
    datasets: stored.datasets.map(({ name, digest, context: usedAs }) => ({ name, digest, context: usedAs })),
    models: [...stored.modelIds.map((modelId) => context.ids.of('model', modelId)), ...registered],
    user: stored.userId ?? tags['mlflow.user'] ?? null,
    url: context.serverUri
      ? `${context.serverUri}/#/experiments/${encodeURIComponent(stored.experimentId)}/runs/${encodeURIComponent(stored.runId)}`
      : null,
  };
}

function statusOf(stored: StoredRun, context: Context): RunStatus {
  const status = statuses[stored.status] ?? 'unknown';
  if (status !== 'running') return status;
  const lastMs = Math.max(stored.startMs ?? 0, stored.activeMs ?? 0);
  return context.nowMs - lastMs > context.staleAfterMs ? 'stale' : 'running';
}

/** `aliases`: the model's own map, since a version's record does not hold them. */
export function toVersion(stored: StoredVersion, model: StoredModel | undefined, context: Context): ModelVersion {
  return {
    id: context.ids.of('modelVersion', stored.name, stored.version),
    model: context.ids.of('model', stored.name),
    version: stored.version,
    aliases: Object.entries(model?.aliases ?? {}).filter(([, version]) => version === stored.version).map(([alias]) => alias).sort(),
    stage: stored.stage === 'None' ? null : stored.stage,
    stages: stored.stage === null || stored.stage === 'None' ? [] : [stored.stage],
    status: stored.status,
    runId: stored.runId ? context.ids.run(stored.runId) : null,
    commit: stored.tags['mlops.commit'] ?? null,
    createdAt: iso(stored.createdMs),
    description: stored.description,
    tags: stored.tags,
    location: stored.source,
    user: stored.userId,
    url: context.serverUri
      ? `${context.serverUri}/#/models/${encodeURIComponent(stored.name)}/versions/${encodeURIComponent(stored.version)}`
      : null,
  };
}

/** `versions` of this model, newest first. */
export function toRegistered(stored: StoredModel, versions: readonly StoredVersion[], context: Context): RegisteredModel {
  const [latest] = versions;
  return {
    id: context.ids.of('model', stored.name),
    source: context.sourceId,
    name: stored.name,
    description: stored.description,
    aliases: stored.aliases,
    tags: stored.tags,
    latest: latest ? toVersion(latest, stored, context) : null,
    versionCount: versions.length,
    updatedAt: iso(stored.updatedMs),
  };
}

export function iso(ms: number | null): string | null {
  if (ms === null) return null;
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
