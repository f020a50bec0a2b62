import { isMap, mapOf, type Data, type DataMap } from '../formats/data.ts';
import { pythonText } from '../templating/text.ts';
import type { LockEntry, ResolvedDep, ResolvedFile, ResolvedOut, ResolvedStage } from './model.ts';
import { folderOf, join } from './path.ts';

/** One entry of `deps` or `outs` in a `dvc.lock` or `.dvc` file. */
export function lockEntry(item: DataMap): LockEntry {
  const cloud = isMap(item['cloud']) ? Object.values(item['cloud'])[0] : undefined;
  const fields = isMap(cloud) ? { ...item, ...cloud } : item;
  const kind = ['md5', 'etag', 'checksum'].find((name) => textOf(fields[name]) !== null) ?? null;
  // Before 3.0 no entry named its hash, and text files were hashed with unix line ends.
  const digestKind = kind === 'md5' && item['hash'] === undefined ? 'md5-dos2unix' : kind;
  return {
    path: pathOf(item),
    digest: kind === null ? null : textOf(fields[kind]),
    digestKind,
    sizeBytes: numberOf(item['size']),
    fileCount: numberOf(item['nfiles']),
    files: Array.isArray(item['files']) ? item['files'].filter(isMap).map(fileEntry) : null,
  };
}

function pathOf(item: DataMap): string {
  return textOf(item['path']) ?? '';
}

function fileEntry(item: DataMap) {
  return { path: textOf(item['relpath']) ?? '', digest: textOf(item['md5']), sizeBytes: numberOf(item['size']) };
}

/** A resolved `dvc.yaml` with what its `dvc.lock` (checked) knows. */
export function attachLock(file: ResolvedFile, lock: DataMap): ResolvedFile {
  const locked = mapOf(lock['stages']);
  return { ...file, stages: file.stages.map((stage) => withLock(stage, mapOf(locked[stage.name]))) };
}

function withLock(stage: ResolvedStage, lock: DataMap): ResolvedStage {
  if (lock['cmd'] === undefined) return stage;
  const deps = lockEntries(lock['deps']);
  const outs = lockEntries(lock['outs']);
  const params = mapOf(lock['params']);
  const command = lock['cmd'];
  return {
    ...stage,
    deps: stage.deps.map((dep) => ({ ...dep, lock: deps.get(dep.written) ?? null })),
    outs: stage.outs.map((out) => ({ ...out, lock: outs.get(out.written) ?? null })),
    params: stage.params.map((file) => ({ ...file, locked: isMap(params[file.written]) ? mapOf(params[file.written]) : null })),
    lockedCommand: Array.isArray(command) ? command.map(pythonText) : pythonText(command),
  };
}

export function lockEntries(value: Data | undefined): Map<string, LockEntry> {
  return new Map(items(value).map((item) => [pathOf(item), lockEntry(item)]));
}

/** A `.dvc` file: one unnamed stage. Call it with checked data. */
export function dataFile(path: string, data: DataMap): ResolvedFile {
  const folder = join(folderOf(path), textOf(data['wdir']) ?? '');
  const outs = items(data['outs']).map((item): ResolvedOut => {
    const entry = lockEntry(item);
    const { path: written } = entry;
    return {
      path: join(folder, written),
      written,
      kind: isSet(item['metric']) ? 'metric' : isSet(item['plot']) ? 'plot' : 'out',
      isCached: item['cache'] !== false,
      isPersisted: item['persist'] === true,
      remote: textOf(item['remote']),
      flags: item,
      lock: entry,
    };
  });
  const deps = items(data['deps']).map((item): ResolvedDep => {
    const entry = lockEntry(item);
    return {
      path: join(folder, entry.path),
      written: entry.path,
      lock: entry,
      repo: isMap(item['repo']) ? item['repo'] : null,
    };
  });
  const stage = {
    name: '',
    group: null,
    folder,
    command: [],
    deps,
    params: [],
    outs,
    isFrozen: data['frozen'] === true || data['locked'] === true,
    isAlwaysChanged: data['always_changed'] === true,
    description: textOf(data['desc']),
    meta: data['meta'] ?? null,
    lockedCommand: null,
    usedVars: new Map(),
  };
  return { path, kind: 'data', stages: [stage], metrics: [], params: [], plots: [], artifacts: [], datasets: [] };
}

function items(value: Data | undefined): DataMap[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

function isSet(value: Data | undefined): boolean {
  return value !== undefined && value !== false && value !== null;
}

export function textOf(value: Data | undefined): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' ? String(value) : null;
}

function numberOf(value: Data | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
