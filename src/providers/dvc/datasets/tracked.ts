import type { DataMap } from '../formats/data.ts';
import { isOutside } from '../project/path.ts';
import type { LockEntry, ResolvedDep, ResolvedFile, ResolvedOut } from '../project/model.ts';

/** A piece of data that DVC tracks: the out of a `.dvc` file, or a cached out of a stage. */
export interface TrackedData {
  /** Relative to the project's root. */
  readonly path: string;
  /** The `.dvc` file or `dvc.yaml` that tracks it. */
  readonly file: string;
  readonly entry: LockEntry | null;
  readonly importedFrom: string | null;
}

/** Data of one file. Metrics, plots and declared models are something else; what git keeps itself is code. */
export function trackedIn(file: ResolvedFile): TrackedData[] {
  const models = new Set(file.artifacts.filter((one) => one.type === 'model').map((one) => one.path));
  return file.stages.flatMap((stage) =>
    stage.outs
      .filter((out) => isData(out) && !models.has(out.path))
      .map((out) => ({
        path: out.path,
        file: file.path,
        entry: out.lock,
        importedFrom: file.kind === 'data' ? originOf(stage.deps[0]) : null,
      })),
  );
}

function isData(out: ResolvedOut): boolean {
  return out.kind === 'out' && out.isCached && !isOutside(out.path);
}

function originOf(dep: ResolvedDep | undefined): string | null {
  if (!dep) return null;
  if (!dep.repo) return dep.written;
  const locked = textAt(dep.repo, 'rev_lock') ?? textAt(dep.repo, 'rev');
  return `${textAt(dep.repo, 'url') ?? ''} ${dep.written}${locked === null ? '' : ` @ ${locked.slice(0, 12)}`}`.trim();
}

function textAt(map: DataMap, key: string): string | null {
  const value = map[key];
  return typeof value === 'string' ? value : null;
}
