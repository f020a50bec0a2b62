import type { DatasetSource } from '../../core/capability/datasetSource.ts';
import type { Dataset, DatasetVersion } from '../../core/model/dataset.ts';
import type { Problem } from '../../core/model/problem.ts';
import { fail } from '../../core/base/fault.ts';
import type { Ids } from './ids.ts';
import type { MlflowStore, StoredDataset, StoredRun } from './store/store.ts';
import { iso } from './toModel.ts';

const pageSize = 1000;
/** A list of datasets looks at this many runs, the newest. */
const mostRuns = 20_000;
const none = '-';

interface Seen {
  readonly dataset: StoredDataset;
  readonly firstRun: StoredRun;
  readonly lastMs: number;
}

interface Gathered {
  readonly byName: ReadonlyMap<string, readonly Seen[]>;
  readonly problems: readonly Problem[];
}

/** MLflow keeps no list of datasets, only what runs took in; so a dataset is a name, and a version is a digest of it. */
export function datasetSource(
  store: MlflowStore,
  ids: Ids,
  sourceId: string,
): Omit<DatasetSource, 'content'> & { invalidate(): void } {
  let kept: Promise<Gathered> | undefined;

  async function gather(signal: AbortSignal): Promise<Gathered> {
    const experiments = await store.experiments(signal);
    const problems = [...(experiments.problems ?? [])];
    const seen = new Map<string, Map<string, Seen>>();
    let cursor: string | undefined;
    let count = 0;
    do {
      const page = await store.runs(
        { experimentIds: experiments.items.map((one) => one.experimentId), pageSize, ...(cursor === undefined ? {} : { cursor }) },
        signal,
      );
      for (const run of page.runs) for (const dataset of run.datasets) note(seen, dataset, run);
      problems.push(...(page.problems ?? []));
      count += page.runs.length;
      cursor = page.next;
    } while (cursor !== undefined && count < mostRuns);
    const byName = new Map([...seen].map(([name, versions]) => [name, [...versions.values()].sort((a, b) => b.lastMs - a.lastMs)]));
    return { byName, problems };
  }

  function known(): Promise<Gathered> {
    // Shared by several callers, so no single one's signal may end it.
    const asked = (kept ??= gather(new AbortController().signal));
    asked.catch(() => {
      if (kept === asked) kept = undefined;
    });
    return asked;
  }

  function toVersion(name: string, one: Seen): DatasetVersion {
    return {
      id: ids.of('datasetVersion', name, one.dataset.digest ?? none),
      dataset: ids.of('dataset', name),
      digest: one.dataset.digest,
      sizeBytes: null,
      fileCount: null,
      commit: one.firstRun.tags['mlflow.source.git.commit'] ?? null,
      createdAt: iso(one.firstRun.startMs),
      message: one.firstRun.name === null ? null : `first used by ${one.firstRun.name}`,
      author: one.firstRun.userId,
      present: null,
    };
  }

  return {
    async datasets() {
      const { byName, problems } = await known();
      const items = [...byName].map(([name, versions]): Dataset => ({
        id: ids.of('dataset', name),
        source: sourceId,
        name,
        path: versions[0] ? placeOf(versions[0].dataset) : null,
        current: versions[0] ? toVersion(name, versions[0]) : null,
        versionCount: versions.length,
      }));
      return { items: items.sort((a, b) => (a.name < b.name ? -1 : 1)), total: items.length, ...(problems.length > 0 ? { problems } : {}) };
    },
    async versions(dataset) {
      const [name = ''] = ids.segments(dataset, 'dataset', 1);
      const versions = (await known()).byName.get(name);
      if (!versions) throw fail('notFound', `No run of this source took in a dataset “${name}”.`);
      return { items: versions.map((one) => toVersion(name, one)), total: versions.length };
    },
    invalidate() {
      kept = undefined;
    },
  };
}

/** Runs come newest first, so the last one seen with a digest is the one that brought it. */
function note(seen: Map<string, Map<string, Seen>>, dataset: StoredDataset, run: StoredRun): void {
  let versions = seen.get(dataset.name);
  if (!versions) {
    versions = new Map();
    seen.set(dataset.name, versions);
  }
  const digest = dataset.digest ?? none;
  const before = versions.get(digest);
  versions.set(digest, { dataset, firstRun: run, lastMs: before?.lastMs ?? run.startMs ?? 0 });
}

/** Where the data lay, from the JSON that the logger wrote; its own text where that says nothing we know. */
export function placeOf(dataset: StoredDataset): string | null {
  if (dataset.source === null) return null;
  try {
    const source = JSON.parse(dataset.source) as Readonly<Record<string, unknown>> | null;
    for (const key of ['uri', 'url', 'path']) {
      const value = source?.[key];
      if (typeof value === 'string' && value !== '') return value;
    }
    return dataset.sourceType;
  } catch {
    return dataset.source; // Not JSON: the logger's own text is the best there is.
  }
}
