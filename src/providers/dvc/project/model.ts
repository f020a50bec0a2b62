import type { Data, DataMap } from '../formats/data.ts';

/** What `dvc.lock` or a `.dvc` file knows about one path. */
export interface LockEntry {
  /** As written: relative to the stage's folder. */
  readonly path: string;
  /** `<hex>` or `<hex>.dir`; an etag or checksum for remote files. */
  readonly digest: string | null;
  /** `md5` (3.0), `md5-dos2unix` (before it), `etag`, `checksum`. */
  readonly digestKind: string | null;
  readonly sizeBytes: number | null;
  readonly fileCount: number | null;
  /** Where an imported folder keeps its listing in the file itself. */
  readonly files: ReadonlyArray<{ readonly path: string; readonly digest: string | null; readonly sizeBytes: number | null }> | null;
}

export interface ResolvedOut {
  /** Relative to the project's root; an absolute path or URL stays as it is. */
  readonly path: string;
  readonly written: string;
  readonly kind: 'out' | 'metric' | 'plot';
  readonly isCached: boolean;
  readonly isPersisted: boolean;
  readonly remote: string | null;
  readonly flags: DataMap;
  readonly lock: LockEntry | null;
}

export interface ResolvedDep {
  readonly path: string;
  readonly written: string;
  readonly lock: LockEntry | null;
  /** Imports: the other repository. */
  readonly repo: DataMap | null;
}

export interface ResolvedParams {
  readonly path: string;
  readonly written: string;
  /** Empty = the whole file. */
  readonly keys: readonly string[];
  /** Values at the last run, by key as the lock writes it. */
  readonly locked: DataMap | null;
}

export interface ResolvedStage {
  /** `train`, or `train@small` for a generated one. Empty for a `.dvc` file. */
  readonly name: string;
  /** The `foreach` or `matrix` stage it comes from. */
  readonly group: string | null;
  /** Folder it runs in, relative to the project's root. */
  readonly folder: string;
  readonly command: readonly string[];
  readonly deps: readonly ResolvedDep[];
  readonly params: readonly ResolvedParams[];
  readonly outs: readonly ResolvedOut[];
  readonly isFrozen: boolean;
  readonly isAlwaysChanged: boolean;
  readonly description: string | null;
  readonly meta: Data;
  /** Has the lock an entry for it? */
  readonly lockedCommand: string | readonly string[] | null;
  /** Values that templates took from files: file → dotted key → value. */
  readonly usedVars: ReadonlyMap<string, DataMap>;
}

export interface ResolvedArtifact {
  readonly name: string;
  readonly path: string | null;
  readonly type: string | null;
  readonly description: string | null;
  readonly labels: readonly string[];
  readonly meta: Data;
}

/** One `dvc.yaml` (with its lock) or `.dvc` file, templates resolved. Paths are relative to the project's root. */
export interface ResolvedFile {
  readonly path: string;
  readonly kind: 'pipeline' | 'data';
  readonly stages: readonly ResolvedStage[];
  /** Top-level sections: files, relative to the project's root. */
  readonly metrics: readonly string[];
  readonly params: readonly string[];
  readonly plots: readonly Data[];
  readonly artifacts: readonly ResolvedArtifact[];
  readonly datasets: readonly Data[];
}
