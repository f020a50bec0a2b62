import { isFaultError, type Fault } from '../../../core/base/fault.ts';
import type { RunDataset } from '../../../core/model/run.ts';
import type { Flat } from '../../../core/model/value.ts';
import { isFalsy, type Data } from '../formats/data.ts';
import { extractMetrics, metricsPaths } from '../metrics/extract.ts';
import { defaultParamsFile, paramsPlan, usedVars } from '../params/plan.ts';
import { selectKeys } from '../params/select.ts';
import type { DvcCache } from '../project/cache.ts';
import type { LoadedFile, ProjectFiles } from '../project/projectFiles.ts';
import { isOutside } from '../project/path.ts';
import { TrackedFiles } from '../project/tracked.ts';
import type { ProjectTree } from '../project/tree.ts';
import { datasetsOf } from './datasets.ts';
import { flatten, type FileValues } from './flatten.ts';

/** What a project's tree says about the run that made it. */
export interface TreeRecord {
  readonly params: Flat;
  readonly metrics: Flat;
  readonly datasets: readonly RunDataset[];
  /** One per file that could not be read; the rest is there all the same. */
  readonly faults: readonly Fault[];
}

export interface RecordTools {
  readonly files: ProjectFiles;
  readonly cache: DvcCache;
}

/** Params, metrics and data of a tree, as `dvc exp show` gives them. Never throws for what a file holds. */
export async function readRecord(tree: ProjectTree, { files, cache }: RecordTools): Promise<TreeRecord> {
  const faults: Fault[] = [];
  let loaded: readonly LoadedFile[];
  try {
    loaded = await files.load(tree);
  } catch (error) {
    // One broken dvc.yaml, lock or .dvc file: DVC shows nothing of such a commit but that it is there.
    note(faults, error);
    return { params: {}, metrics: {}, datasets: [], faults };
  }
  const tracked = new TrackedFiles(tree, loaded, cache, files.store);
  const [params, metrics, datasets] = await Promise.all([
    readParams(tracked, loaded, faults),
    readMetrics(tracked, loaded, faults),
    datasetsOf(loaded, tree),
  ]);
  return { params: flatten(params), metrics: flatten(metrics), datasets, faults };
}

async function readParams(tracked: TrackedFiles, loaded: readonly LoadedFile[], faults: Fault[]): Promise<FileValues[]> {
  const plan = paramsPlan(loaded, await tracked.exists(defaultParamsFile));
  const known = new Set<string>();
  const read = [...plan].map(async ([path, keys]) =>
    readEach(tracked, path, faults, (file, data) => {
      known.add(file);
      const whole = data === undefined || isFalsy(data) ? {} : data;
      return data === undefined ? undefined : keys.length > 0 ? selectKeys(whole, keys) : whole;
    }),
  );
  const values = (await Promise.all(read)).flat();
  for (const [path, data] of usedVars(loaded, known)) values.push({ path, data });
  return values;
}

async function readMetrics(tracked: TrackedFiles, loaded: readonly LoadedFile[], faults: Fault[]): Promise<FileValues[]> {
  const paths = metricsPaths(loaded).filter((path) => !isOutside(path));
  const read = paths.map((path) =>
    readEach(tracked, path, faults, (_file, data) => {
      const kept = data === undefined || isFalsy(data) ? undefined : extractMetrics(data);
      return kept === undefined || isFalsy(kept) ? undefined : kept;
    }),
  );
  const values = (await Promise.all(read)).flat();
  return [...new Map(values.map((value) => [value.path, value])).values()];
}

/** A folder stands for its files. What fails becomes a fault, and the others stay. */
async function readEach(
  tracked: TrackedFiles,
  path: string,
  faults: Fault[],
  convert: (file: string, data: Data | undefined) => Data | undefined,
): Promise<FileValues[]> {
  let paths: string[];
  try {
    paths = await tracked.expand(path);
  } catch (error) {
    note(faults, error);
    convert(path, undefined);
    return [];
  }
  const values: FileValues[] = [];
  for (const file of paths) {
    try {
      const data = convert(file, await tracked.read(file));
      if (data !== undefined) values.push({ path: file, data });
    } catch (error) {
      convert(file, undefined);
      note(faults, error);
    }
  }
  return values;
}

/** Faults of content are kept; anything else (cancelled, git gone) is not ours to swallow. */
function note(faults: Fault[], error: unknown): void {
  if (!isFaultError(error) || !['corrupt', 'tooLarge', 'notPulled'].includes(error.fault.code)) throw error;
  faults.push(error.fault);
}
