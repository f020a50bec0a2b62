import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, toFault } from '../../core/base/fault.ts';
import type { ArtifactStore } from '../../core/capability/artifactStore.ts';
import type { DataContent } from '../../core/capability/datasetSource.ts';
import type { Files } from '../../core/port/files.ts';
import { isWithin } from './artifactRoot.ts';
import { placeOf } from './datasets.ts';
import type { Ids } from './ids.ts';
import type { MlflowStore, StoredRun } from './store/store.ts';

export interface ContentParts {
  readonly store: MlflowStore;
  readonly artifacts: ArtifactStore;
  readonly ids: Ids;
  readonly files: Files;
}

/**
 * The content behind `RUN/ARTIFACT`: an artifact by its path, or, where the run has none of that name, a dataset it took in whose
 * source is a file on this machine.
 */
export async function contentOf({ store, artifacts, ids, files }: ContentParts, reference: string, folder: string, signal: AbortSignal): Promise<DataContent> {
  const slash = reference.indexOf('/');
  const [native, name] = [reference.slice(0, slash), reference.slice(slash + 1)];
  if (slash < 1 || name === '') throw fail('invalid', `“${reference}” names no artifact.`, { hint: 'Write RUN/ARTIFACT.' });
  const run = await store.run(native, signal);
  const id = ids.run(run.runId);
  const commit = run.tags['mlflow.source.git.commit'] ?? null;
  try {
    const local = await artifacts.path?.(id, name, signal);
    const place = local === undefined ? { bytes: await artifacts.read(id, name, undefined, signal) } : { path: local };
    return { fileName: name.slice(name.lastIndexOf('/') + 1), place, origin: { revision: null, commit, run: id } };
  } catch (error) {
    const { code } = toFault(error);
    if (code !== 'notFound' && code !== 'unsupported') throw error;
    const input = await inputOf(run, name, folder, { files, isLocal: artifacts.path !== undefined });
    if (!input) throw error;
    const { fileName, place, digest } = input;
    return { fileName, place, origin: { revision: digest, commit, run: id } };
  }
}

async function inputOf(
  run: StoredRun,
  name: string,
  folder: string,
  { files, isLocal }: { readonly files: Files; readonly isLocal: boolean },
): Promise<(Pick<DataContent, 'fileName' | 'place'> & { readonly digest: string | null }) | undefined> {
  const dataset = run.datasets.find((one) => one.name === name);
  const place = dataset && placeOf(dataset);
  if (!dataset || !place) return undefined;
  const local = localPath(place, folder);
  const stat = local === undefined ? undefined : await files.stat(local, { followLinks: true });
  if (local === undefined || stat?.kind !== 'file') {
    throw fail('notPulled', `Dataset “${name}” of the run comes from ${place}, which is no file on this machine.`, { hint: 'Bring it here and name the file.' });
  }
  // What a server says must not make us read any file of this machine.
  if (!isLocal && !isWithin(await files.realPath(folder), await files.realPath(local))) {
    throw fail('forbidden', `Dataset “${name}” comes from ${place}, outside of this folder.`, { hint: 'Name the file itself.' });
  }
  return { fileName: path.basename(local), place: { path: local }, digest: dataset.digest };
}

function localPath(place: string, folder: string): string | undefined {
  if (/^file:\/\//i.test(place)) {
    try {
      return fileURLToPath(place);
    } catch {
      return undefined; // It names another machine.
    }
  }
  return /^[a-z][a-z0-9+.-]+:/i.test(place) ? undefined : path.resolve(folder, place);
}
