import path from 'node:path';
import { fail } from '../../../core/base/fault.ts';
import type { ActionEvent } from '../../../core/capability/actionSource.ts';
import type { ArtifactStore } from '../../../core/capability/artifactStore.ts';
import type { Files } from '../../../core/port/files.ts';
import { checkedArtifactPath, isWithin } from '../artifactRoot.ts';

const mostFiles = 10_000;

/** One artifact, or everything below a folder of them, into `to` (relative to the workspace folder). Overwrites nothing. */
export async function* download(
  artifacts: ArtifactStore,
  run: string,
  artifact: string,
  to: string,
  folder: string,
  files: Files,
  signal: AbortSignal,
): AsyncIterable<ActionEvent> {
  const root = path.resolve(folder, to);
  const checked = checkedArtifactPath(artifact);
  const paths = await below(artifacts, run, checked, signal);
  const base = checked.includes('/') ? checked.slice(0, checked.lastIndexOf('/') + 1) : '';
  let written = '';
  for (const [index, one] of paths.entries()) {
    const target = path.join(root, ...checkedArtifactPath(one).slice(base.length).split('/'));
    // A server names the files: what it says must stay below the folder that was asked for.
    if (!isWithin(root, target)) throw fail('invalid', 'The server names a file outside the folder.');
    if (await files.stat(target)) throw fail('conflict', `${target} is already there.`, { hint: 'Choose another folder, or remove it first.' });
    yield { kind: 'progress', message: `${one} (${index + 1} of ${paths.length})`, fraction: index / paths.length };
    await files.writeAtomic(target, await artifacts.read(run, one, undefined, signal));
    written = target;
  }
  yield { kind: 'done', message: `${paths.length} file${paths.length === 1 ? '' : 's'} written to ${root}.`, reveal: paths.length === 1 ? written : root };
}

async function below(artifacts: ArtifactStore, run: string, artifact: string, signal: AbortSignal): Promise<string[]> {
  const parent = artifact.includes('/') ? artifact.slice(0, artifact.lastIndexOf('/')) : '';
  const entry = artifact === '' ? undefined : (await artifacts.list(run, parent, signal)).find((one) => one.path === artifact);
  if (artifact !== '' && !entry) throw fail('notFound', `This run has no artifact ${artifact}.`);
  if (entry && !entry.isFolder) return [entry.path];
  const found: string[] = [];
  const open = [artifact];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const one of await artifacts.list(run, folder, signal)) {
      if (one.isFolder) open.push(one.path);
      else found.push(one.path);
      if (found.length > mostFiles) throw fail('tooLarge', `More than ${mostFiles} files are below ${artifact || 'this run'}.`);
    }
  }
  if (found.length === 0) throw fail('notFound', 'There is nothing to download.');
  return found;
}
