import { isForeign } from '../core/pipeline/fileNames.ts';
import { rowsFor } from '../core/pipeline/table.ts';
import type { Files } from '../core/port/files.ts';

const maxDepth = 3;
const maxFolders = 400;
const maxFiles = 1_000;
/** Folders whose name begins with a dot are a tool's own, but for those that hold pipelines. */
const dotted = new Set(['.github', '.gitlab', '.azure', '.azuredevops', '.azure-pipelines', '.pipelines', '.cloud', '.sky', '.argo']);
const passed = new Set(['dist', 'build', 'out', 'target', 'mlruns', 'mlartifacts', 'coverage', 'htmlcov', 'env']);

/** Paths below a folder that may be pipeline files by their names alone, nearest first. Bounded in depth and number. */
export async function findPipelineFiles(files: Files, folder: string, signal: AbortSignal): Promise<{ readonly paths: readonly string[]; readonly isCut: boolean }> {
  const paths: string[] = [];
  let level: string[] = [''];
  let folders = 0;
  for (let depth = 0; depth <= maxDepth && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const at of level) {
      signal.throwIfAborted();
      if ((folders += 1) > maxFolders) return { paths, isCut: true };
      const entries = [...((await files.list(at === '' ? folder : `${folder}/${at}`)) ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
      for (const { name, kind } of entries) {
        const path = at === '' ? name : `${at}/${name}`;
        if (kind === 'folder' && isOpen(path, name)) next.push(path);
        else if (kind === 'file' && rowsFor(path).length > 0) {
          if (paths.length >= maxFiles) return { paths, isCut: true };
          paths.push(path);
        }
      }
    }
    level = next;
  }
  return { paths, isCut: false };
}

function isOpen(path: string, name: string): boolean {
  if (passed.has(name) || isForeign(`${path}/`)) return false;
  return !name.startsWith('.') || dotted.has(name);
}
