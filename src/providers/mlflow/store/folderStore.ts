import path from 'node:path';
import { fail, toFault, type Fault } from '../../../core/base/fault.ts';
import { problemOf, type Problem } from '../../../core/model/problem.ts';
import type { Files } from '../../../core/port/files.ts';
import { FolderReads, type Meta } from './folderReads.ts';
import { decodeDataset, decodeExperiment, decodeLoggedModel, decodeModel, decodeRun, decodeVersion, runIdOf, startOf, word } from './folderRows.ts';
import { seriesOf } from './sample.ts';
import type { Listed, MlflowStore, RunsPage, RunsRequest, StoredDataset, StoredExperiment, StoredModel, StoredRun, StoredVersion } from './store.ts';

const trash = '.trash';
const reserved: ReadonlySet<string> = new Set([trash, 'models', 'tags', 'datasets', 'traces']);
const none: ReadonlySet<string> = new Set();
const runIdForm = /^[\w.-]+$/;
const atOnce = 8;

interface Found {
  readonly folder: string;
  readonly meta: Meta;
  readonly runId: string;
  readonly startMs: number;
}

/** Reads a file store (`./mlruns`): no server, no Python, nothing written. */
export function folderStore(root: string, files: Files, sourceId: string): MlflowStore {
  const reads = new FolderReads(files);

  /** Metas of the sub-folders; one that is broken, or says nothing of `field`, becomes a problem and hides no other. */
  async function metas(folder: string, field: string, problems: Problem[], notThese = reserved): Promise<Array<readonly [folder: string, meta: Meta]>> {
    const found: Array<readonly [string, Meta]> = [];
    const names = (await reads.folders(folder)).filter((name) => !notThese.has(name));
    await inTurns(names, async (name) => {
      try {
        const meta = await reads.meta(`${folder}/${name}`, field);
        if (meta) found.push([`${folder}/${name}`, meta]);
      } catch (error) {
        problems.push(problemOf(sourceId, toFault(error), 'warning'));
      }
    });
    return found;
  }

  async function experiments(): Promise<Listed<StoredExperiment>> {
    if ((await files.stat(root, { followLinks: true }))?.kind !== 'folder') {
      throw fail('notFound', `${root} is not there.`, { hint: 'Correct the path, or remove the connection.', at: { path: root } });
    }
    const problems: Problem[] = [];
    const found = await metas(root, 'experiment_id', problems);
    const read = await Promise.all(found
      // A folder that says it is another experiment is a copy; MLflow passes over it too.
      .filter(([folder, meta]) => meta['lifecycle_stage'] !== 'deleted' && word(meta['experiment_id']) === path.basename(folder))
      .map(async ([folder, meta]) => decodeExperiment(meta, await reads.texts(`${folder}/tags`))));
    const items = read.sort((a, b) => (b.createdMs ?? 0) - (a.createdMs ?? 0) || (a.experimentId < b.experimentId ? -1 : 1));
    return listed(items, problems);
  }

  async function runs(request: RunsRequest, signal: AbortSignal): Promise<RunsPage> {
    const problems: Problem[] = [];
    // What every page meets is told with the first.
    const met = request.cursor === undefined ? problems : [];
    const all: Found[] = [];
    for (const experimentId of request.experimentIds) {
      for (const [folder, meta] of await metas(`${root}/${checkedId(experimentId)}`, 'experiment_id', met)) {
        signal.throwIfAborted();
        // A folder that says it belongs elsewhere is a copy; MLflow passes over it too.
        if (meta['lifecycle_stage'] === 'deleted' || word(meta['experiment_id']) !== experimentId) continue;
        all.push({ folder, meta, runId: runIdOf(meta), startMs: startOf(meta) ?? -1 });
      }
    }
    all.sort((a, b) => b.startMs - a.startMs || (a.runId < b.runId ? -1 : 1));
    const wanted = request.parent === undefined ? all : await childrenOf(request.parent, all);
    const from = request.cursor === undefined ? 0 : wanted.findIndex((one) => isAfter(one, request.cursor ?? ''));
    const page = from < 0 ? [] : wanted.slice(from, from + request.pageSize);
    const read: StoredRun[] = [];
    const readable = new Map<string, StoredRun>();
    await inTurns(page, async (one) => {
      signal.throwIfAborted();
      try {
        readable.set(one.folder, await details(one.folder, one.meta, problems));
      } catch (error) {
        if (toFault(error).code === 'cancelled') throw error;
        problems.push(problemOf(sourceId, toFault(error), 'warning'));
      }
    });
    for (const one of page) {
      const run = readable.get(one.folder);
      if (run) read.push(run);
    }
    const last = from >= 0 && from + page.length < wanted.length ? page.at(-1) : undefined;
    return {
      runs: read,
      total: wanted.length,
      ...(last ? { next: `${last.startMs}/${last.runId}` } : {}),
      ...(problems.length > 0 ? { problems } : {}),
    };
  }

  async function childrenOf(parent: string, all: readonly Found[]): Promise<Found[]> {
    const tags = await Promise.all(all.map((one) => reads.texts(`${one.folder}/tags`)));
    return all.filter((_, index) => tags[index]?.['mlflow.parentRunId'] === parent);
  }

  async function details(folder: string, meta: Meta, problems: Problem[] = []): Promise<StoredRun> {
    const keys = await reads.keys(`${folder}/metrics`);
    const onFault = (fault: Fault) => problems.push(problemOf(sourceId, fault, 'warning'));
    const metrics = await Promise.all(keys.map(async (key) => [key, (await reads.points(`${folder}/metrics`, key, onFault)) ?? []] as const));
    const [params, tags, datasets, modelIds] = await Promise.all([
      reads.texts(`${folder}/params`),
      reads.texts(`${folder}/tags`),
      datasetsOf(folder),
      reads.folders(`${folder}/outputs`),
    ]);
    return decodeRun(meta, { metrics, params, tags, datasets, modelIds });
  }

  async function datasetsOf(folder: string): Promise<StoredDataset[]> {
    const datasets: StoredDataset[] = [];
    for (const input of await reads.folders(`${folder}/inputs`)) {
      const meta = await reads.meta(`${folder}/inputs/${input}`);
      const id = word(meta?.['source_id']);
      if (!meta || meta['source_type'] !== 'DATASET' || !runIdForm.test(id)) continue;
      const dataset = await reads.meta(`${folder.slice(0, folder.lastIndexOf('/'))}/datasets/${id}`);
      if (dataset) datasets.push(decodeDataset(dataset, (meta['tags'] ?? {}) as Meta));
    }
    return datasets;
  }

  /** Where a run, or what else lies in an experiment, can be: a deleted experiment is moved, and its runs stay readable. */
  async function experimentFolders(): Promise<string[]> {
    const kept = (await reads.folders(root)).filter((name) => !reserved.has(name)).map((name) => `${root}/${name}`);
    return [...kept, ...(await reads.folders(`${root}/${trash}`)).map((name) => `${root}/${trash}/${name}`)];
  }

  async function find(runId: string): Promise<readonly [folder: string, meta: Meta]> {
    const id = checkedId(runId);
    for (const experiment of await experimentFolders()) {
      const meta = await reads.meta(`${experiment}/${id}`);
      if (meta) return [`${experiment}/${id}`, meta];
    }
    throw fail('notFound', `This store has no run ${runId}.`);
  }

  async function versionsOf(name: string, problems: Problem[]): Promise<StoredVersion[]> {
    const numbered = (await metas(`${root}/models/${name}`, 'version', problems, none)).filter(([folder]) => /^version-\d+$/.test(path.basename(folder)));
    const read = await Promise.all(numbered.map(async ([folder, meta]) => decodeVersion(meta, await reads.texts(`${folder}/tags`))));
    return read.filter((version) => version.stage !== 'Deleted_Internal').sort((a, b) => Number(b.version) - Number(a.version));
  }

  async function models(): Promise<Listed<StoredModel>> {
    const problems: Problem[] = [];
    const read = await Promise.all((await metas(`${root}/models`, 'name', problems, none)).map(async ([folder, meta]) =>
      decodeModel(meta, await reads.texts(`${folder}/tags`), await reads.texts(`${folder}/aliases`))));
    const items = read.filter((model) => model.tags['mlflow.prompt.is_prompt'] !== 'true').sort((a, b) => (a.name < b.name ? -1 : 1));
    return listed(items, problems);
  }

  return {
    describe: async () => `file store, ${(await experiments()).items.length} experiments`,
    experiments,
    runs,
    run: async (runId) => details(...(await find(runId))),
    metricKeys: async (runId) => reads.keys(`${(await find(runId))[0]}/metrics`),
    async history(runId, key, options) {
      const [folder] = await find(runId);
      const isThere = (await reads.keys(`${folder}/metrics`)).includes(key);
      return seriesOf(key, isThere ? ((await reads.points(`${folder}/metrics`, key)) ?? []) : [], options);
    },
    models,
    async versions(name) {
      const problems: Problem[] = [];
      const known = (await models()).items.map((model) => model.name).filter((one) => name === undefined || one === name);
      const read = await Promise.all(known.map((one) => versionsOf(one, problems)));
      return listed(read.flat(), problems);
    },
    async loggedModel(modelId) {
      const id = checkedId(modelId);
      for (const experiment of await experimentFolders()) {
        const meta = await reads.meta(`${experiment}/models/${id}`);
        if (meta) return decodeLoggedModel(meta);
      }
      throw fail('notFound', `This store has no logged model ${modelId}.`);
    },
    invalidate: () => reads.forget(),
  };
}

function listed<T>(items: readonly T[], problems: readonly Problem[]): Listed<T> {
  return { items, ...(problems.length > 0 ? { problems } : {}) };
}

/** Ids become folder names here, so nothing but a plain one may pass. */
function checkedId(id: string): string {
  if (!runIdForm.test(id) || id.startsWith('.')) throw fail('notFound', 'This store has no such id.');
  return id;
}

function isAfter(one: Found, cursor: string): boolean {
  const slash = cursor.indexOf('/');
  const startMs = Number(cursor.slice(0, slash));
  return one.startMs < startMs || (one.startMs === startMs && one.runId > cursor.slice(slash + 1));
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
