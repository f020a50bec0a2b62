import { expect } from 'vitest';
import type { Connection } from '../../../src/core/capability/connection.ts';
import type { ModelVersion } from '../../../src/core/model/modelVersion.ts';
import type { Run } from '../../../src/core/model/run.ts';
import type { Dump } from './oracle.ts';

const signal = new AbortController().signal;
const statuses: Readonly<Record<string, string>> = { RUNNING: 'stale', SCHEDULED: 'queued', FINISHED: 'finished', FAILED: 'failed', KILLED: 'stopped' };

/** Every page; small ones, so that paging is part of what is compared. */
export async function allRuns(connection: Connection, pageSize = 7): Promise<Run[]> {
  const runs: Run[] = [];
  let cursor: string | undefined;
  do {
    const page = await connection.experiments!.runs({ pageSize, ...(cursor === undefined ? {} : { cursor }) }, signal);
    expect(page.problems ?? []).toEqual([]);
    runs.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return runs;
}

/** Both ways: what we say, put in the oracle's own form, is all of what the oracle says and nothing else. */
export async function expectSame(connection: Connection, oracle: Dump): Promise<void> {
  const sourceId = connection.source.id;
  const runs = await allRuns(connection);
  // The same order too: newest first, then by id.
  expect(runs.map((run) => run.id)).toEqual(oracle.runs.map((run) => `mlflow:${run.id}`));
  const versionsOf = (run: string) => oracle.versions.filter((version) => version.run === run).map((version) => `mlflow:modelVersion/${sourceId}/${encodeURIComponent(version.name)}/${version.version}`);
  for (const [index, expected] of oracle.runs.entries()) {
    const run = runs[index]!;
    expect({
      experiment: run.experiment, name: run.name, status: run.status, start: run.startedAt, end: run.endedAt, user: run.user,
      metrics: run.metrics, params: run.params, tags: run.tags, commit: run.commit, dirty: run.dirty, parentId: run.parentId,
      datasets: run.datasets.map((one) => [one.name, one.digest, one.context]).sort(), models: [...run.models].sort(), source: run.source,
    }).toEqual({
      experiment: expected.experiment, name: expected.name, status: statuses[expected.status], start: iso(expected.start), end: iso(expected.end), user: expected.user,
      metrics: expected.metrics, params: expected.params, tags: expected.tags,
      commit: expected.tags['mlflow.source.git.commit'] ?? null,
      dirty: expected.tags['mlops.dirty'] === undefined ? null : expected.tags['mlops.dirty'] === 'true',
      parentId: expected.tags['mlflow.parentRunId'] ? `mlflow:${expected.tags['mlflow.parentRunId']}` : null,
      datasets: [...expected.datasets].sort(),
      models: [...expected.outputs.map((id) => `mlflow:model/${sourceId}/${id}`), ...versionsOf(expected.id)].sort(),
      source: sourceId,
    });
    expect(await connection.experiments!.run(run.id, signal)).toEqual(run);
  }
  await expectSameExperiments(connection, oracle);
  await expectSameSeries(connection, oracle);
  await expectSameModels(connection, oracle);
  await expectSameArtifacts(connection, oracle);
}

async function expectSameExperiments(connection: Connection, oracle: Dump): Promise<void> {
  const { items } = await connection.experiments!.experiments({}, signal);
  const ours = items.map((one) => ({ id: one.id.slice(one.id.lastIndexOf('/') + 1), name: one.name, tags: one.tags }));
  expect(ours).toEqual(oracle.experiments);
  for (const one of items) {
    const { items: runs } = await connection.experiments!.runs({ experiment: one.id }, signal);
    expect(runs.map((run) => run.id)).toEqual(oracle.runs.filter((run) => run.experiment === one.name).map((run) => `mlflow:${run.id}`));
  }
}

async function expectSameSeries(connection: Connection, oracle: Dump): Promise<void> {
  for (const [place, points] of Object.entries(oracle.series)) {
    const [run = '', ...rest] = place.split(' ');
    const key = rest.join(' ');
    const [series] = await connection.experiments!.series(`mlflow:${run}`, [key], {}, signal);
    const ours = series!.steps.map((step, index) => [step, series!.timestamps[index], series!.values[index]]);
    expect(ours.sort(byText), key).toEqual([...points].sort(byText));
    const [few] = await connection.experiments!.series(`mlflow:${run}`, [key], { maxPoints: 5 }, signal);
    expect(few!.steps.length).toBeLessThanOrEqual(5);
    expect(few!.steps.at(-1)).toBe(Math.max(...points.map(([step]) => step)));
  }
  const [first] = Object.keys(oracle.artifacts);
  const keys = await connection.experiments!.seriesKeys!(`mlflow:${first ?? ''}`, signal);
  expect([...keys].sort()).toEqual(Object.keys(oracle.series).filter((place) => place.startsWith(first ?? '')).map((place) => place.slice(33)).sort());
}

async function expectSameModels(connection: Connection, oracle: Dump): Promise<void> {
  const { items } = await connection.models!.models({}, signal);
  expect(items.map(({ name, description, tags, aliases }) => ({ name, description: description ?? '', tags, aliases })).sort(byText))
    .toEqual(oracle.models.map((one) => ({ ...one, description: one.description ?? '' })).sort(byText));
  const versions: ModelVersion[] = [];
  for (const model of items) {
    const page = await connection.models!.versions(model.id, {}, signal);
    versions.push(...page.items);
    expect(model.versionCount).toBe(page.items.length);
    expect(model.latest).toEqual(page.items[0] ?? null);
  }
  const ours = versions.map((one) => ({
    name: decodeURIComponent(one.model.slice(one.model.lastIndexOf('/') + 1)), version: one.version, aliases: [...one.aliases], stage: one.stage ?? 'None',
    run: one.runId?.slice('mlflow:'.length) ?? '', source: one.location, status: one.status, tags: one.tags, created: one.createdAt, description: one.description ?? '', user: one.user ?? '',
  }));
  expect(ours.sort(byText)).toEqual(oracle.versions.map((one) => ({ ...one, created: iso(one.created), description: one.description ?? '', user: one.user ?? '' })).sort(byText));
}

async function expectSameArtifacts(connection: Connection, oracle: Dump): Promise<void> {
  for (const [run, artifacts] of Object.entries(oracle.artifacts)) {
    const ours = [];
    for (const folder of ['', 'model', 'model/sub']) {
      for (const one of await connection.artifacts!.list(`mlflow:${run}`, folder, signal)) ours.push([one.path, one.isFolder, one.sizeBytes]);
    }
    expect(ours.sort(byText)).toEqual([...artifacts].sort(byText));
  }
}

function byText(a: unknown, b: unknown): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
