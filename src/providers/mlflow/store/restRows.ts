import { msAt, objectAt, objectsAt, pairsAt, textAt, textOrNull, type Wire } from '../../../clients/mlflow-rest/wire.ts';
import { flat, metricValue } from './flat.ts';
import type { LoggedModel, StoredDataset, StoredExperiment, StoredModel, StoredRun, StoredVersion } from './store.ts';

export function decodeExperiment(wire: Wire): StoredExperiment {
  return {
    experimentId: textAt(wire, 'experiment_id'),
    name: textAt(wire, 'name'),
    artifactLocation: textOrNull(wire, 'artifact_location'),
    createdMs: msAt(wire, 'creation_time'),
    updatedMs: msAt(wire, 'last_update_time'),
    tags: pairsAt(wire, 'tags'),
  };
}

export function decodeRun(wire: Wire): StoredRun {
  const info = objectAt(wire, 'info');
  const data = objectAt(wire, 'data');
  const metrics = objectsAt(data, 'metrics');
  const activeMs = metrics.reduce<number | null>((newest, metric) => {
    const at = msAt(metric, 'timestamp');
    return at !== null && (newest === null || at > newest) ? at : newest;
  }, null);
  return {
    runId: textAt(info, 'run_id') || textAt(info, 'run_uuid'),
    experimentId: textAt(info, 'experiment_id'),
    name: textOrNull(info, 'run_name'),
    status: textAt(info, 'status'),
    isDeleted: textAt(info, 'lifecycle_stage') === 'deleted',
    userId: textOrNull(info, 'user_id'),
    startMs: msAt(info, 'start_time'),
    endMs: msAt(info, 'end_time') || null,
    artifactUri: textOrNull(info, 'artifact_uri'),
    metrics: flat(metrics.map((metric) => [textAt(metric, 'key'), metricValue(metric['value'] ?? 0)])),
    activeMs,
    params: pairsAt(data, 'params'),
    tags: pairsAt(data, 'tags'),
    datasets: objectsAt(objectAt(wire, 'inputs'), 'dataset_inputs').map(decodeDataset),
    modelIds: objectsAt(objectAt(wire, 'outputs'), 'model_outputs').map((output) => textAt(output, 'model_id')),
  };
}

function decodeDataset(wire: Wire): StoredDataset {
  const dataset = objectAt(wire, 'dataset');
  return {
    name: textAt(dataset, 'name'),
    digest: textOrNull(dataset, 'digest'),
    context: pairsAt(wire, 'tags')['mlflow.data.context'] ?? null,
    sourceType: textOrNull(dataset, 'source_type'),
    source: textOrNull(dataset, 'source'),
  };
}

export function decodeModel(wire: Wire): StoredModel {
  return {
    name: textAt(wire, 'name'),
    description: textOrNull(wire, 'description'),
    createdMs: msAt(wire, 'creation_timestamp'),
    updatedMs: msAt(wire, 'last_updated_timestamp'),
    tags: pairsAt(wire, 'tags'),
    aliases: flat(objectsAt(wire, 'aliases').map((one) => [textAt(one, 'alias'), textAt(one, 'version')])),
  };
}

export function decodeVersion(wire: Wire): StoredVersion {
  return {
    name: textAt(wire, 'name'),
    version: textAt(wire, 'version'),
    createdMs: msAt(wire, 'creation_timestamp'),
    updatedMs: msAt(wire, 'last_updated_timestamp'),
    description: textOrNull(wire, 'description'),
    userId: textOrNull(wire, 'user_id'),
    stage: textOrNull(wire, 'current_stage'),
    source: textOrNull(wire, 'source'),
    runId: textOrNull(wire, 'run_id'),
    status: textOrNull(wire, 'status'),
    tags: pairsAt(wire, 'tags'),
  };
}

export function decodeLoggedModel(wire: Wire): LoggedModel {
  const info = objectAt(objectAt(wire, 'model'), 'info');
  return {
    modelId: textAt(info, 'model_id'),
    name: textAt(info, 'name'),
    experimentId: textAt(info, 'experiment_id'),
    artifactLocation: textAt(info, 'artifact_uri'),
    sourceRunId: textOrNull(info, 'source_run_id'),
  };
}
