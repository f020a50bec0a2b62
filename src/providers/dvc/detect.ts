import type { SourceConfig } from '../../core/model/source.ts';
import type { Machine } from '../../core/port/machine.ts';

/** Deep enough for a monorepo's projects, shallow enough never to walk data. */
const maxDepth = 3;
const maxFolders = 2_000;
const skipped = new Set(['node_modules', '__pycache__', 'site-packages']);

/** Every DVC project of a folder: the folder itself and sub-folders with a `.dvc/config`. Reads names only. */
export async function detectProjects(folder: string, machine: Machine, signal: AbortSignal): Promise<SourceConfig[]> {
  const found: SourceConfig[] = [];
  const queue: Array<{ readonly path: string; readonly depth: number }> = [{ path: '', depth: 0 }];
  for (let visited = 0; queue.length > 0 && visited < maxFolders; visited += 1) {
    signal.throwIfAborted();
    const next = queue.shift();
    if (!next) break;
    const entries = (await machine.files.list(absolute(folder, next.path)).catch(() => undefined)) ?? []; // An unreadable folder holds no project for us.
    for (const { name, kind } of entries) {
      if (kind !== 'folder') continue;
      if (name === '.dvc' && (await machine.files.stat(`${absolute(folder, next.path)}/.dvc/config`))) found.push(configOf(folder, next.path));
      else if (next.depth < maxDepth && !name.startsWith('.') && !skipped.has(name)) {
        queue.push({ path: next.path === '' ? name : `${next.path}/${name}`, depth: next.depth + 1 });
      }
    }
  }
  return found;
}

function configOf(folder: string, path: string): SourceConfig {
  return {
    id: path === '' ? 'dvc' : `dvc:${path}`,
    provider: 'dvc',
    label: path === '' ? 'DVC' : `DVC ${path}`,
    origin: absolute(folder, path),
    folder,
    detected: true,
    settings: { path },
  };
}

function absolute(folder: string, path: string): string {
  return path === '' ? folder : `${folder}/${path}`;
}
