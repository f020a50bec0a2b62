import { numeric } from '../../../core/model/value.ts';
import type { SqliteValue } from '../../../core/port/sqlite.ts';
import type { LoggedModel, StoredDataset, StoredExperiment, StoredModel, StoredRun, StoredVersion } from './store.ts';

type Row = readonly SqliteValue[];

export function text(value: SqliteValue | undefined): string {
  return typeof value === 'string' ? value : value === null || value === undefined ? '' : String(value);
}

function textOrNull(value: SqliteValue | undefined): string | null {
  const read = text(value);
  return read === '' ? null : read;
}

function ms(value: SqliteValue | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

/** A column that SQLite's own JSON functions made. Keys such as `__proto__` stay plain properties. */
function json<T>(value: SqliteValue | undefined): T {
  return JSON.parse(text(value)) as T;
}

/** A tag may be NULL in old stores; MLflow's client shows it as an empty text. */
function tagsOf(value: SqliteValue | undefined): Record<string, string> {
  const tags = json<Record<string, string | null>>(value);
  for (const key of Object.keys(tags)) if (tags[key] === null) tags[key] = '';
  return tags as Record<string, string>;
}

export function decodeExperiment(row: Row): StoredExperiment {
  return {
    experimentId: text(row[0]),
    name: text(row[1]),
    artifactLocation: textOrNull(row[2]),
    createdMs: ms(row[3]),
    updatedMs: ms(row[4]),
    tags: tagsOf(row[5]),
  };
}

export function decodeRun(row: Row): StoredRun {
  const tags = tagsOf(row[11]);
  const metrics = json<{ last: number | null; values: Record<string, number | string> }>(row[9]);
  for (const key of Object.keys(metrics.values)) {
    const value = metrics.values[key];
    if (typeof value === 'number' && !Number.isFinite(value)) metrics.values[key] = numeric(value);
  }
  return {
    runId: text(row[0]),
    experimentId: text(row[1]),
    // A run of before 1.30 has its name in the tag alone.
    name: textOrNull(row[2]) ?? (tags['mlflow.runName'] || null),
    status: text(row[3]),
    isDeleted: row[4] !== 'active',
    userId: textOrNull(row[5]),
    startMs: ms(row[6]),
    endMs: ms(row[7]),
    artifactUri: textOrNull(row[8]),
    metrics: metrics.values,
    activeMs: metrics.last,
    params: json(row[10]),
    tags,
    datasets: json<Array<Array<string | null>>>(row[12]).map(decodeDataset),
    modelIds: json(row[13]),
  };
}

function decodeDataset([name, digest, sourceType, source, context]: ReadonlyArray<string | null>): StoredDataset {
  return {
    name: name ?? '',
    digest: digest ?? null,
    context: context ?? null,
    sourceType: sourceType ?? null,
    source: source ?? null,
  };
}

export function decodeModel(row: Row): StoredModel {
  return {
    name: text(row[0]),
    description: textOrNull(row[1]),
    createdMs: ms(row[2]),
    updatedMs: ms(row[3]),
    tags: tagsOf(row[4]),
    aliases: json(row[5]),
  };
}

export function decodeVersion(row: Row): StoredVersion {
  return {
    name: text(row[0]),
    version: text(row[1]),
    createdMs: ms(row[2]),
    updatedMs: ms(row[3]),
    description: textOrNull(row[4]),
    userId: textOrNull(row[5]),
    stage: textOrNull(row[6]),
    source: textOrNull(row[7]),
    runId: textOrNull(row[8]),
    status: textOrNull(row[9]),
    tags: tagsOf(row[10]),
  };
}

export function decodeLoggedModel(row: Row): LoggedModel {
  return {
    modelId: text(row[0]),
    name: text(row[1]),
    experimentId: text(row[2]),
    artifactLocation: text(row[3]),
    sourceRunId: textOrNull(row[4]),
  };
}
