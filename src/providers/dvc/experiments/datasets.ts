import type { RunDataset } from '../../../core/model/run.ts';
import { isMap, mapOf, type Data } from '../formats/data.ts';
import { lockEntry } from '../project/lock.ts';
import { isWithin, join } from '../project/path.ts';
import type { LoadedFile } from '../project/projectFiles.ts';
import type { ProjectTree } from '../project/tree.ts';

/**
 * Data a commit's stages read and wrote, by their locks. A dependency is data where DVC tracks it or git does not
 * hold it: the rest is code.
 */
export async function datasetsOf(loaded: readonly LoadedFile[], tree: ProjectTree): Promise<RunDataset[]> {
  const tracked: string[] = [];
  for (const { file } of loaded) {
    for (const stage of file.stages) for (const out of stage.outs) if (out.isCached && out.kind === 'out') tracked.push(out.path);
  }
  const datasets = new Map<string, RunDataset>();
  const put = (path: string, digest: string, context: 'input' | 'output') => {
    const known = datasets.get(path);
    // What one stage writes and another reads is an output of the run.
    if (!known || context === 'output') datasets.set(path, { name: path, digest, context });
  };
  for (const { file, lock } of loaded) {
    const stages = mapOf(lock['stages']);
    for (const stage of file.stages) {
      const locked = mapOf(stages[stage.name]);
      for (const item of items(locked['deps'])) {
        const entry = lockEntry(item);
        const path = join(stage.folder, entry.path);
        if (entry.digest === null) continue;
        const isData = tracked.some((out) => isWithin(path, out)) || (await tree.find(path)) === undefined;
        if (isData) put(path, digestText(entry.digest, entry.digestKind), 'input');
      }
      const outs = new Set(stage.outs.filter((out) => out.isCached && out.kind === 'out').map((out) => out.written));
      for (const item of items(locked['outs'])) {
        const entry = lockEntry(item);
        if (entry.digest !== null && outs.has(entry.path)) put(join(stage.folder, entry.path), digestText(entry.digest, entry.digestKind), 'output');
      }
    }
  }
  return [...datasets.values()];
}

function digestText(digest: string, kind: string | null): string {
  return `${kind === 'md5-dos2unix' || kind === null ? 'md5' : kind}:${digest}`;
}

function items(value: Data | undefined) {
  return Array.isArray(value) ? value.filter(isMap) : [];
}
